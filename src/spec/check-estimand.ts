import type { AnyMethod } from '../core/definition.js';
import type { Issue } from '../core/errors.js';
import { statisticLabels } from '../core/statistic-names.js';
import type { AnalysisSpec } from './study-schema.js';

/**
 * Finds contradictions between the estimand of an analysis and what will run: other treatments than compared, a
 * summary that the method does not estimate, a hypothetical strategy for death (no world without death is of
 * interest; ICH E9(R1) A.3.2 asks that a hypothetical scenario be meaningful).
 */
export function checkEstimand(
  analysis: AnalysisSpec,
  method: AnyMethod,
  locate: (path: readonly PropertyKey[]) => string,
): readonly Issue[] {
  const { estimand, compare } = analysis;
  if (!estimand) return [];
  const issues: Issue[] = [];
  const { treatments } = estimand;
  if (compare && (treatments.of !== compare.of || treatments.versus !== compare.versus)) {
    issues.push({
      code: 'plan/estimand-treatments',
      where: locate(['estimand', 'treatments']),
      what: 'The estimand names other treatments than the comparison',
      got: `"${treatments.of}" versus "${treatments.versus ?? 'nothing'}"`,
      expected: `"${compare.of}" versus "${compare.versus}"`,
    });
  }
  const summary = estimand.summary.trim().toLowerCase();
  const estimated = method.statistics.filter(
    (name) => name === summary.replaceAll(' ', '-') || statisticLabels[name].label.toLowerCase() === summary,
  );
  if (estimated.length === 0) {
    issues.push({
      code: 'plan/estimand-summary',
      where: locate(['estimand', 'summary']),
      what: `Method "${method.id}" does not estimate the summary of the estimand`,
      got: `"${estimand.summary}"`,
      expected: `one of ${method.statistics.map((name) => statisticLabels[name].label.toLowerCase()).join(', ')}`,
    });
  }
  estimand.intercurrentEvents.forEach(({ event, strategy }, index) => {
    if (strategy !== 'hypothetical' || !/\b(death|died|dying|mortality)\b/i.test(event)) return;
    issues.push({
      code: 'plan/estimand-strategy',
      where: locate(['estimand', 'intercurrentEvents', index, 'strategy']),
      what: 'A hypothetical strategy for death asks for a world in which nobody dies',
      got: `hypothetical for "${event}"`,
      expected: 'composite, while on treatment, or treatment policy',
    });
  });
  return issues;
}
