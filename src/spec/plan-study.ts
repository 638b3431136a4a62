import type { z } from 'zod';
import type { WhereClause } from '../core/dataset.js';
import { type Issue, PlanError, SpecError } from '../core/errors.js';
import type { PlannedDisplay, StudySource } from '../core/study-report.js';
import { didYouMean } from '../core/suggest.js';
import type { Claim } from '../core/verdict.js';
import { issuesFromZod, readYaml, type YamlDocument } from '../data/yaml/read-yaml.js';
import type { Catalogue } from './catalogue.js';
import { checkEstimand } from './check-estimand.js';
import type { PlannedAnalysis, PlannedClaim, PlannedSubgroups, StudyPlan } from './plan.js';
import {
  type AnalysisSpec,
  analysisSchema,
  type ClaimSpec,
  type StudySpec,
  type SubgroupsSpec,
  studySchema,
} from './study-schema.js';

/**
 * Reads a spec and resolves every name in it (methods, endpoints, displays, dictionaries, columns, statistics,
 * options) before any number is computed. Throws one error with every issue at its line and column: `SpecError` when
 * the shape is wrong (the names in the sound parts are checked all the same), else `PlanError`.
 */
export function planStudy(
  text: string,
  file: string,
  place: { readonly id: string; readonly area: string },
  catalogue: Catalogue,
): StudyPlan {
  const document = readYaml(text, file);
  const parsed = studySchema.safeParse(document.value, { reportInput: true });
  if (!parsed.success) {
    throw new SpecError([
      ...issuesFromZod(parsed.error, document.locate, [], studySchema),
      ...issuesInSoundParts(document, catalogue),
    ]);
  }
  const spec = parsed.data;
  const planner = new StudyPlanner(spec, document, catalogue);
  const analyses = spec.analyses.map((analysis, index) => planner.planAnalysis(analysis, index));
  const displays = planner.planDisplays();
  planner.finish();
  return {
    ...place,
    study: spec.study,
    title: spec.title,
    drug: spec.drug,
    invented: spec.invented,
    sources: spec.sources.map(({ citation, doi }) => ({ citation, doi: doi ?? null })),
    notes: spec.notes,
    datasets: Object.entries(spec.data).map(([name, data]) => ({
      name,
      file: data.file,
      where: document.locate(['data', name, 'file']),
      dictionary: data.dictionary,
      format: data.format ?? null,
      formatOptions: data.options,
    })),
    analyses: analyses.filter((analysis) => analysis !== null),
    displays,
    specText: text,
  };
}

/** Plans those analyses whose shape is right, for their issues only. */
function issuesInSoundParts(document: YamlDocument, catalogue: Catalogue): readonly Issue[] {
  const head = studySchema.omit({ analyses: true, displays: true }).loose().safeParse(document.value);
  const written = (document.value as { analyses?: unknown } | null)?.analyses;
  if (!head.success || !Array.isArray(written)) return [];
  const planner = new StudyPlanner({ ...head.data, analyses: [], displays: [] }, document, catalogue);
  written.forEach((one, index) => {
    const analysis = analysisSchema.safeParse(one);
    if (analysis.success) planner.planAnalysis(analysis.data, index);
  });
  return planner.found();
}

function subgroupVariable(variable: SubgroupsSpec['by'][number]): PlannedSubgroups['by'][number] {
  const given: Partial<Extract<typeof variable, { cuts?: unknown }>> = variable;
  return {
    column: variable.column,
    label: given.label ?? null,
    levels: given.levels ?? null,
    cuts: given.cuts ?? null,
  };
}

class StudyPlanner {
  private readonly issues: Issue[] = [];
  private readonly seen = new Set<string>();
  constructor(
    private readonly spec: StudySpec,
    private readonly document: YamlDocument,
    private readonly catalogue: Catalogue,
  ) {
    for (const [name, data] of Object.entries(spec.data)) {
      if (this.catalogue.dictionaries.has(data.dictionary)) continue;
      this.unknown(['data', name, 'dictionary'], 'dictionary', data.dictionary, [
        ...catalogue.dictionaries.keys(),
      ]);
    }
  }

  /** Throws when anything was wrong. */
  finish(): void {
    if (this.issues.length > 0) throw new PlanError(this.issues);
  }

  found(): readonly Issue[] {
    return this.issues;
  }

  planAnalysis(analysis: AnalysisSpec, index: number): PlannedAnalysis | null {
    const path = ['analyses', index];
    const problemsBefore = this.issues.length;
    if (this.seen.has(analysis.id)) {
      this.report([...path, 'id'], 'plan/duplicate-id', `Analysis "${analysis.id}" is defined twice`);
    }
    this.seen.add(analysis.id);
    const method = this.catalogue.methods.find((candidate) => candidate.id === analysis.method);
    if (!method)
      this.unknown(
        [...path, 'method'],
        'method',
        analysis.method,
        this.catalogue.methods.map(({ id }) => id),
      );
    const { id: endpointId, from, where, subjects, ...endpointRest } = analysis.endpoint;
    const endpoint = this.catalogue.endpoints.find((candidate) => candidate.id === endpointId);
    if (!endpoint) {
      this.unknown(
        [...path, 'endpoint', 'id'],
        'endpoint',
        endpointId,
        this.catalogue.endpoints.map(({ id }) => id),
      );
    }
    const data = Object.hasOwn(this.spec.data, from) ? this.spec.data[from] : undefined;
    if (!data) this.unknown([...path, 'endpoint', 'from'], 'dataset', from, Object.keys(this.spec.data));
    const dictionary = data && this.catalogue.dictionaries.get(data.dictionary);
    if (endpoint && dictionary && endpoint.dictionaries.length > 0) {
      if (!endpoint.dictionaries.includes(dictionary.id)) {
        this.report(
          [...path, 'endpoint', 'from'],
          'plan/wrong-dictionary',
          `Endpoint "${endpoint.id}" cannot read this dataset`,
          {
            got: `dictionary "${dictionary.id}"`,
            expected: endpoint.dictionaries.map((id) => `"${id}"`).join(' or '),
          },
        );
      } else if (where !== undefined) {
        this.checkColumns(
          where,
          [...path, 'endpoint', 'where'],
          dictionary.variables.map(({ name }) => name),
          from,
        );
      }
    }
    if (endpoint) this.checkSubjects(endpoint, subjects, [...path, 'endpoint']);
    if (method && endpoint && method.accepts !== endpoint.gives) {
      const fitting = this.catalogue.methods.filter((candidate) => candidate.accepts === endpoint.gives);
      this.report(
        [...path, 'method'],
        'plan/method-does-not-fit',
        `Method "${method.id}" cannot analyse what endpoint "${endpoint.id}" gives`,
        {
          got: `${endpoint.gives} data`,
          expected: `${method.accepts} data`,
          fix: `For ${endpoint.gives} data there are: ${fitting.map(({ id }) => id).join(', ')}.`,
        },
      );
    }
    const options = method
      ? this.options(method.options, analysis.options, [...path, 'options'], method.id)
      : {};
    const endpointOptions = endpoint
      ? this.options(endpoint.options, endpointRest, [...path, 'endpoint'], endpoint.id)
      : {};
    if (method) {
      this.issues.push(
        ...checkEstimand(analysis, method, (inner) => this.document.locate([...path, ...inner])),
      );
    }
    const claims = analysis.claims.map((claim, position) =>
      this.planClaim(claim, analysis, method, options, [...path, 'claims', position]),
    );
    const subgroups = this.planSubgroups(analysis, method, path);
    const repeated = analysis.claims.find(
      (claim, at) => analysis.claims.findIndex(({ id }) => id === claim.id) !== at,
    );
    if (repeated)
      this.report([...path, 'claims'], 'plan/duplicate-id', `Claim "${repeated.id}" is defined twice`);
    if (!method || !endpoint || !data || this.issues.length > problemsBefore) return null;
    return {
      id: analysis.id,
      where: this.document.locate(path),
      context: {
        title: this.title(analysis.title, [analysis]),
        population: analysis.estimand?.population ?? null,
        variable: analysis.estimand?.variable ?? null,
        of: analysis.compare?.of ?? analysis.estimand?.treatments.of ?? null,
        versus: analysis.compare?.versus ?? analysis.estimand?.treatments.versus ?? null,
        benefit: analysis.benefit ?? null,
        ...(analysis.estimand && {
          intercurrentEvents: analysis.estimand.intercurrentEvents,
          summary: analysis.estimand.summary,
        }),
      },
      dataset: from,
      rows: where ?? null,
      subjects: subjects ? { dataset: subjects.from, rows: subjects.where ?? null } : null,
      compare: analysis.compare ?? null,
      endpoint,
      endpointOptions,
      method,
      options,
      subgroups,
      claims: claims.filter((claim) => claim !== null),
    };
  }

  private planSubgroups(
    { subgroups, endpoint }: AnalysisSpec,
    method: Catalogue['methods'][number] | undefined,
    analysisPath: readonly PropertyKey[],
  ): PlannedSubgroups | null {
    if (subgroups === undefined) return null;
    const path = [...analysisPath, 'subgroups'];
    const from = subgroups.from ?? endpoint.subjects?.from ?? endpoint.from;
    const data = Object.hasOwn(this.spec.data, from) ? this.spec.data[from] : undefined;
    if (!data) this.unknown([...path, 'from'], 'dataset', from, Object.keys(this.spec.data));
    if (method && !method.returns.includes('estimates')) {
      this.report(
        path,
        'plan/subgroups-without-effect',
        `Method "${method.id}" estimates no effect to repeat`,
        {
          fix: 'Leave `subgroups` out, or choose a method that compares arms.',
        },
      );
    }
    if (method && subgroups.statistic !== undefined && !method.statistics.includes(subgroups.statistic)) {
      this.report(
        [...path, 'statistic'],
        'plan/statistic-not-estimated',
        `Method "${method.id}" does not estimate "${subgroups.statistic}"`,
        { expected: `one of ${method.statistics.join(', ')}` },
      );
    }
    const dictionary = data && this.catalogue.dictionaries.get(data.dictionary);
    const columns = dictionary?.variables.map(({ name }) => name) ?? [];
    subgroups.by.forEach((variable, index) => {
      const at = [...path, 'by', index];
      const given = subgroupVariable(variable);
      if (dictionary && !columns.includes(given.column)) {
        const fix = didYouMean(given.column, columns);
        this.report(at, 'plan/unknown-column', `"${given.column}" is not in dataset "${from}"`, {
          got: `"${given.column}"`,
          expected: `one of ${columns.join(', ')}`,
          ...(fix === undefined ? {} : { fix }),
        });
      }
      if (given.levels !== null && given.cuts !== null) {
        this.report(at, 'plan/subgroup-levels', `"${given.column}" has both levels and cuts`, {
          fix: 'Keep one of the two.',
        });
      }
      if (given.cuts?.some((cut, place) => place > 0 && cut <= given.cuts![place - 1]!)) {
        this.report(at, 'plan/subgroup-levels', `The cuts of "${given.column}" do not rise`, {
          got: given.cuts.join(', '),
          expected: 'rising numbers',
        });
      }
    });
    const names = subgroups.by.map(({ column }) => column);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      this.report([...path, 'by'], 'plan/duplicate-id', `Subgroups of "${twice}" are asked for twice`);
    }
    return {
      by: subgroups.by.map(subgroupVariable),
      dataset: from,
      subject: subgroups.subject,
      statistic: subgroups.statistic ?? null,
      term: subgroups.term ?? null,
    };
  }

  /** A second dataset is named exactly where the endpoint reads one. */
  private checkSubjects(
    endpoint: Catalogue['endpoints'][number],
    subjects: AnalysisSpec['endpoint']['subjects'],
    path: readonly PropertyKey[],
  ): void {
    if (subjects === undefined) {
      if (endpoint.needsSubjects) {
        this.report(path, 'plan/no-subjects', `Endpoint "${endpoint.id}" needs a dataset of subjects`, {
          fix: 'Name it: `subjects: { from: adsl }`.',
        });
      }
      return;
    }
    if (!endpoint.needsSubjects) {
      this.report(
        [...path, 'subjects'],
        'plan/unused-subjects',
        `Endpoint "${endpoint.id}" reads one dataset`,
        {
          fix: 'Leave `subjects` out.',
        },
      );
    }
    if (!Object.hasOwn(this.spec.data, subjects.from)) {
      this.unknown([...path, 'subjects', 'from'], 'dataset', subjects.from, Object.keys(this.spec.data));
    }
  }

  /** Displays of single analyses first, in the order of the analyses, then those of the study. */
  planDisplays(): readonly PlannedDisplay[] {
    const ofAnalyses = this.spec.analyses.flatMap((analysis, index) =>
      analysis.displays.map((display, position) => ({
        request: {
          id: display.id,
          title: ('title' in display ? display.title : undefined) ?? analysis.title,
          analyses: [analysis.id],
          options: display.options,
        },
        path: ['analyses', index, 'displays', position] as PropertyKey[],
      })),
    );
    const ofStudy = this.spec.displays.map((request, index) => ({
      request,
      path: ['displays', index] as PropertyKey[],
    }));
    return [...ofStudy, ...ofAnalyses].flatMap(({ request, path }) => this.planDisplay(request, path));
  }

  /** A title, marked where the data behind it were reconstructed from a figure. */
  private title(title: string, analyses: readonly AnalysisSpec[]): string {
    const reconstructed = analyses.some(
      ({ endpoint }) => this.catalogue.endpoints.find(({ id }) => id === endpoint.id)?.reconstructs,
    );
    return reconstructed ? `${title} (reconstructed from a published curve)` : title;
  }

  private planDisplay(
    request: {
      id: string;
      title: string;
      analyses: readonly string[];
      options: Readonly<Record<string, unknown>>;
    },
    path: readonly PropertyKey[],
  ): readonly PlannedDisplay[] {
    const display = this.catalogue.displays.find((candidate) => candidate.id === request.id);
    if (!display) {
      this.unknown(
        path,
        'display',
        request.id,
        this.catalogue.displays.map(({ id }) => id),
      );
      return [];
    }
    if (display.results === 'one' && request.analyses.length > 1) {
      this.report(path, 'plan/display-takes-one', `Display "${display.id}" shows one analysis`, {
        got: `${request.analyses.length} analyses`,
      });
    }
    for (const id of request.analyses) {
      const analysis = this.spec.analyses.find((candidate) => candidate.id === id);
      if (!analysis) {
        this.unknown(
          path,
          'analysis',
          id,
          this.spec.analyses.map((candidate) => candidate.id),
        );
        continue;
      }
      const method = this.catalogue.methods.find((candidate) => candidate.id === analysis.method);
      const missing = display.needs.filter((part) => method && !method.returns.includes(part));
      if (method && missing.length > 0) {
        this.report(
          path,
          'plan/display-does-not-fit',
          `Display "${display.id}" needs ${missing.join(' and ')}, which method "${method.id}" does not return`,
        );
      }
    }
    const options = this.options(display.options, request.options, [...path, 'options'], display.id);
    const shown = this.spec.analyses.filter(({ id }) => request.analyses.includes(id));
    return [
      { display: display.id, title: this.title(request.title, shown), analyses: request.analyses, options },
    ];
  }

  private planClaim(
    spec: ClaimSpec,
    analysis: AnalysisSpec,
    method: Catalogue['methods'][number] | undefined,
    options: Readonly<Record<string, unknown>>,
    path: readonly PropertyKey[],
  ): PlannedClaim | null {
    const { source: sourceId, ...rest } = spec;
    const source =
      sourceId === undefined ? this.spec.sources[0] : this.spec.sources.find(({ id }) => id === sourceId);
    if (!source) {
      this.unknown(
        [...path, 'source'],
        'source',
        sourceId ?? '',
        this.spec.sources.map(({ id }) => id),
      );
      return null;
    }
    if (method) {
      const needed = spec.notComputable === undefined ? spec.statistic : spec.beside;
      const ofSubgroups = analysis.subgroups !== undefined && needed === 'interaction';
      if (needed !== undefined && !method.statistics.includes(needed) && !ofSubgroups) {
        this.report(
          path,
          'plan/statistic-not-estimated',
          `Method "${method.id}" does not estimate "${needed}"`,
          {
            expected: `one of ${method.statistics.join(', ')}`,
            fix: `Claim another statistic, choose another method for analysis "${analysis.id}", or say what is missing in notComputable.`,
          },
        );
      }
      const level = options['level'];
      if (
        spec.notComputable === undefined &&
        spec.interval !== undefined &&
        typeof level === 'number' &&
        level !== spec.level
      ) {
        this.report(
          path,
          'plan/level-mismatch',
          'The printed interval has another coverage than the computed one',
          {
            got: `level ${spec.level} in the claim, ${level} in the method`,
            fix: 'Set `level` in the claim and in the options to the printed coverage.',
          },
        );
      }
    }
    const claim = Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== undefined),
    ) as unknown as Claim;
    const planned: StudySource = { citation: source.citation, doi: source.doi ?? null };
    return { claim, source: planned };
  }

  private options(
    schema: z.ZodObject,
    given: Readonly<Record<string, unknown>>,
    path: readonly PropertyKey[],
    owner: string,
  ): Readonly<Record<string, unknown>> {
    const outcome = schema.safeParse(given, { reportInput: true });
    if (outcome.success) return outcome.data;
    const known = Object.keys(schema.shape);
    for (const issue of issuesFromZod(outcome.error, this.document.locate, path)) {
      const unknownKey = issue.code === 'spec/unknown-key' ? /^"([^"]+)"/.exec(issue.what)?.[1] : undefined;
      // A key of a value inside an option is another matter: its own message says what may stand there.
      if (unknownKey === undefined || !Object.hasOwn(given, unknownKey) || known.includes(unknownKey)) {
        this.issues.push({ ...issue, code: 'plan/option' });
        continue;
      }
      const fix = didYouMean(unknownKey, known);
      this.issues.push({
        code: 'plan/unknown-option',
        where: issue.where,
        what: `"${unknownKey}" is not an option of "${owner}"`,
        expected: known.length > 0 ? `one of ${known.join(', ')}` : 'no options',
        ...(fix === undefined ? {} : { fix }),
      });
    }
    return {};
  }

  private checkColumns(
    clause: WhereClause,
    path: readonly PropertyKey[],
    columns: readonly string[],
    dataset: string,
  ): void {
    if ('whereClauses' in clause) {
      clause.whereClauses.forEach((inner, index) => {
        this.checkColumns(inner, [...path, 'whereClauses', index], columns, dataset);
      });
      return;
    }
    if (columns.includes(clause.variable)) return;
    const fix = didYouMean(clause.variable, columns);
    this.report(
      [...path, 'variable'],
      'plan/unknown-column',
      `"${clause.variable}" is not in dataset "${dataset}"`,
      {
        got: `"${clause.variable}"`,
        expected: `one of ${columns.join(', ')}`,
        ...(fix === undefined ? {} : { fix }),
      },
    );
  }

  private unknown(path: readonly PropertyKey[], noun: string, name: string, known: readonly string[]): void {
    const fix = didYouMean(name, known);
    this.report(path, `plan/unknown-${noun}`, `There is no ${noun} "${name}"`, {
      got: `"${name}"`,
      expected: known.length > 0 ? `one of ${known.join(', ')}` : `a ${noun} that exists`,
      ...(fix === undefined ? {} : { fix }),
    });
  }

  private report(path: readonly PropertyKey[], code: string, what: string, rest: Partial<Issue> = {}): void {
    this.issues.push({ code, where: this.document.locate(path), what, ...rest });
  }
}
