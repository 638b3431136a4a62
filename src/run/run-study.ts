import { claimOfFailedAnalysis, judgeClaim } from '../claims/judge-claim.js';
import type { AnalysisData } from '../core/analysis-data.js';
import type { DataSource, Dataset, Dictionary, LedgerEntry, WhereClause } from '../core/dataset.js';
import { DataError, formatIssue, type Issue, MethodError, SpecError, TrialError } from '../core/errors.js';
import type { FailedAnalysis, MethodOutput, Outcome, Provenance, Result } from '../core/result.js';
import type { StudyReport } from '../core/study-report.js';
import type { Verdict } from '../core/verdict.js';
import { typeDataset } from '../data/dataset/type-dataset.js';
import { compileWhere } from '../data/dataset/where.js';
import { readFormat } from '../data/formats/registry.js';
import type { AnyDerivedData } from '../endpoints/endpoint-definition.js';
import type { PlannedAnalysis, PlannedDataset, StudyPlan } from '../spec/plan.js';
import { withSubgroups } from './subgroups.js';

/** The bytes of one data file, or why they could not be had. */
export type DataInput =
  | { readonly bytes: Uint8Array; readonly source: DataSource }
  | { readonly error: TrialError };

export interface RunSettings {
  readonly toolkitVersion: string;
  readonly specSha256: string;
  readonly dictionaries: ReadonlyMap<string, Dictionary>;
}

/**
 * Runs every analysis of a plan. An analysis that fails becomes a `FailedAnalysis` and its claims say so; the others
 * still run. Reads no clock and no file: the same plan and bytes give the same report.
 */
export function runStudy(
  plan: StudyPlan,
  inputs: ReadonlyMap<string, DataInput>,
  settings: RunSettings,
): StudyReport {
  const datasets = new DatasetCache(plan.datasets, inputs, settings.dictionaries);
  const outcomes: Outcome[] = [];
  const verdicts: Verdict[] = [];
  for (const analysis of plan.analyses) {
    const [outcome, judged] = runAnalysis(plan, analysis, datasets, settings);
    outcomes.push(outcome);
    verdicts.push(...judged);
  }
  return {
    id: plan.id,
    study: plan.study,
    area: plan.area,
    title: plan.title,
    drug: plan.drug,
    invented: plan.invented,
    sources: plan.sources,
    notes: plan.notes,
    outcomes,
    verdicts,
    displays: plan.displays,
    specText: plan.specText,
    data: plan.datasets.map(({ name, file }) => ({ name, file, ...datasets.provenance(name) })),
    toolkitVersion: settings.toolkitVersion,
  };
}

function runAnalysis(
  plan: StudyPlan,
  analysis: PlannedAnalysis,
  datasets: DatasetCache,
  settings: RunSettings,
): readonly [Outcome, readonly Verdict[]] {
  const address = { study: plan.id, analysis: analysis.id };
  try {
    const derived = deriveData(analysis, (name) => datasets.get(name));
    const apply = (data: AnalysisData): MethodOutput =>
      analysis.method.run(data as never, analysis.options as never);
    const all = apply(derived.data);
    const output =
      analysis.subgroups === null
        ? all
        : withSubgroups(analysis.subgroups, analysis, all, {
            datasetOf: (name) => datasets.get(name),
            rowsOf: (dataset, clause) => selectRows(dataset, clause),
            population: derived.population,
            inSubgroup: (keeps) => {
              const { data, population } = deriveData(analysis, (name) => datasets.get(name), keeps);
              return { output: apply(data), population };
            },
          });
    const verdicts = judgeClaims(analysis, address, output, derived, apply);
    return [
      toResult(
        address,
        analysis,
        derived,
        output,
        provenanceOf(
          datasetsOf(analysis).map((name) => datasets.get(name)),
          settings,
        ),
      ),
      verdicts,
    ];
  } catch (error) {
    const issues = issuesOf(error, analysis);
    const failed: FailedAnalysis = { status: 'failed', ...address, context: analysis.context, issues };
    const message = issues.map(formatIssue).join(' ');
    return [
      failed,
      analysis.claims.map(({ claim, source }) => claimOfFailedAnalysis(claim, address, source, message)),
    ];
  }
}

/** The names of the datasets that an analysis reads. */
export function datasetsOf({ dataset, subjects, subgroups }: PlannedAnalysis): readonly string[] {
  const names = [dataset, subjects?.dataset, subgroups?.dataset];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/**
 * What the endpoint of an analysis derives from its datasets, of the rows that `keeps` lets through. Throws a
 * `TrialError` where they do not fit it.
 */
export function deriveData(
  analysis: PlannedAnalysis,
  datasetOf: (name: string) => Dataset,
  keeps: (dataset: Dataset) => (row: number) => boolean = () => () => true,
): AnyDerivedData {
  const dataset = datasetOf(analysis.dataset);
  const { subjects } = analysis;
  const second = subjects && datasetOf(subjects.dataset);
  return analysis.endpoint.derive(
    {
      dataset,
      rows: selectRows(dataset, analysis.rows).filter(keeps(dataset)),
      compare: analysis.compare,
      ...(second && {
        subjects: { dataset: second, rows: selectRows(second, subjects.rows).filter(keeps(second)) },
      }),
    },
    analysis.endpointOptions as never,
  );
}

function judgeClaims(
  analysis: PlannedAnalysis,
  address: { readonly study: string; readonly analysis: string },
  output: MethodOutput,
  derived: AnyDerivedData,
  apply: (data: AnalysisData) => MethodOutput,
): readonly Verdict[] {
  const { alternatives, alternativesAre } = derived;
  const judged = {
    ...address,
    parts: output.parts,
    ...(alternatives === undefined
      ? {}
      : {
          alternatives: function* () {
            for (const data of alternatives()) yield apply(data).parts;
          },
          alternativesAre: alternativesAre ?? ('corners' as const),
        }),
  };
  return analysis.claims.map(({ claim, source }) => judgeClaim(claim, judged, source));
}

function toResult(
  address: { readonly study: string; readonly analysis: string },
  analysis: PlannedAnalysis,
  derived: AnyDerivedData,
  output: MethodOutput,
  provenance: Provenance,
): Result {
  return {
    status: 'computed',
    ...address,
    endpoint: analysis.endpoint.id,
    method: analysis.method.id,
    options: analysis.options,
    context: analysis.context,
    populationAnalysed: derived.population,
    parts: output.parts,
    notices: [...derived.notices, ...output.notices],
    provenance,
  };
}

function provenanceOf(datasets: readonly Dataset[], settings: RunSettings): Provenance {
  return {
    toolkitVersion: settings.toolkitVersion,
    specSha256: settings.specSha256,
    data: datasets.map(({ name, source: { file, sha256 }, dictionary }) => ({
      name,
      file,
      sha256,
      dictionary,
    })),
  };
}

function selectRows(dataset: Dataset, clause: WhereClause | null): Int32Array {
  const all = Int32Array.from({ length: dataset.rowCount }, (_, row) => row);
  if (clause === null) return all;
  const satisfies = compileWhere(clause, dataset);
  return all.filter((row) => satisfies(row));
}

function issuesOf(error: unknown, analysis: PlannedAnalysis): readonly Issue[] {
  // These name an argument or an option only: the place in the specification says which analysis it belongs to.
  if (error instanceof MethodError || error instanceof SpecError) {
    return error.issues.map((issue) => ({ ...issue, where: `${analysis.where} ${issue.where}` }));
  }
  if (error instanceof TrialError) return error.issues;
  return [
    {
      code: 'internal/unexpected',
      where: analysis.where,
      what: `Analysis "${analysis.id}" stopped on an error inside the toolkit: ${error instanceof Error ? error.message : String(error)}`,
      fix: 'Please report it with the spec and, if you may, the data.',
    },
  ];
}

/** Reads and types each file once, on first use, and remembers a failure as well as a success. */
class DatasetCache {
  private readonly done = new Map<string, Dataset | TrialError>();
  constructor(
    private readonly planned: readonly PlannedDataset[],
    private readonly inputs: ReadonlyMap<string, DataInput>,
    private readonly dictionaries: ReadonlyMap<string, Dictionary>,
  ) {}

  get(name: string): Dataset {
    const known = this.done.get(name) ?? this.load(name);
    this.done.set(name, known);
    if (known instanceof TrialError) throw known;
    return known;
  }

  /** The digest of the file, and what reading it changed; the ledger is empty for a file that was not read. */
  provenance(name: string): { readonly sha256: string; readonly ledger: readonly LedgerEntry[] } {
    const input = this.inputs.get(name);
    const known = this.done.get(name);
    return {
      sha256: input !== undefined && 'source' in input ? input.source.sha256 : '',
      ledger: known === undefined || known instanceof TrialError ? [] : known.ledger,
    };
  }

  private load(name: string): Dataset | TrialError {
    try {
      const planned = this.planned.find((dataset) => dataset.name === name);
      const input = this.inputs.get(name);
      const dictionary = planned && this.dictionaries.get(planned.dictionary);
      if (!planned || !input || !dictionary) {
        throw new DataError({
          code: 'data/no-input',
          where: name,
          what: `No file was given for dataset "${name}"`,
        });
      }
      if ('error' in input) return input.error;
      return { ...readDataset(planned, input, dictionary), name };
    } catch (error) {
      if (error instanceof TrialError) return error;
      throw error;
    }
  }
}

/** Reads and types one data file as the plan says. */
export function readDataset(
  planned: PlannedDataset,
  input: { readonly bytes: Uint8Array; readonly source: DataSource },
  dictionary: Dictionary,
): Dataset {
  const raw = readFormat(input.bytes, input.source, planned.formatOptions, planned.format ?? undefined);
  return typeDataset(raw, dictionary);
}
