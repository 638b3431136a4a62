import { information, type Notice, warning } from '../../core/notice.js';
import type { CoxResult } from './cox-result.js';

/** What a reader of the fit must know: separation, columns left out, few events, clusters without effect. */
export function coxNotices(result: CoxResult, diagnostics: boolean, clustered: boolean): readonly Notice[] {
  const list: Notice[] = [];
  if (diagnostics && result.status !== 'converged') {
    list.push(warning('cox/no-diagnostics', 'Without estimates there is nothing to diagnose.'));
  } else if (diagnostics && result.ties === 'exact') {
    list.push(
      information(
        'cox/no-diagnostics',
        'Exact ties have no Schoenfeld residuals to draw; use efron. The tests are those of Breslow ties.',
      ),
    );
  }
  if (clustered && result.variance === 'model') {
    list.push(
      information(
        'cox/clusters-not-used',
        'Intervals and tests take rows as independent: clusters count with variance robust only.',
      ),
    );
  }
  for (const { term, interaction } of result.termTests) {
    if (!interaction) continue;
    list.push(
      information(
        'cox/interaction',
        `With ${term} in the model, the hazard ratio of either variable alone holds where the other is at its reference or 0.`,
      ),
    );
  }
  if (result.status === 'not-converged') {
    list.push(warning('cox/not-converged', `The fit did not converge in ${result.iterations} iterations.`));
  }
  for (const { name, towards } of result.separated) {
    const ratio = towards === 'infinity' ? 'infinite' : '0';
    list.push(
      warning(
        'cox/separated',
        `The hazard ratio of ${name} is ${ratio}: the likelihood rises for ever (separation).`,
      ),
    );
  }
  for (const { name, dependsOn } of result.collinear) {
    list.push(
      dependsOn.length === 0
        ? warning(
            'cox/no-variation',
            `${name} does not vary among subjects at risk at an event, so it was left out.`,
          )
        : warning('cox/collinear', `${name} repeats ${dependsOn.join(', ')}, so it was left out.`),
    );
  }
  const estimated = result.coefficients.length - result.collinear.length;
  if (result.status === 'converged' && result.events < 5 * estimated) {
    list.push(
      information(
        'cox/few-events',
        `${result.events} events for ${estimated} hazard ratios: fewer than 5 each.`,
      ),
    );
  }
  return list;
}
