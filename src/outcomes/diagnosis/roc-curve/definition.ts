import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information, type Notice } from '../../../core/notice.js';
import type { EstimateRow, MethodOutput, PointsPart, SummaryRow, TestRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { markerDirections } from '../marker-cases.js';
import { compareRocCurves, type RocCurve, rocCurve } from './roc-curve.js';

export const rocCurveMethod = defineMethod({
  id: 'roc-curve',
  label: 'Receiver operating characteristic (ROC) curves',
  summary:
    'How well markers tell subjects with a condition from those without, and whether one does it better.',
  accepts: 'diagnostic',
  options: z.strictObject({
    direction: z
      .enum(markerDirections)
      .default('higher')
      .describe('Whether higher or lower values of the markers point to the condition.'),
    interval: z
      .enum(['wald', 'logit'])
      .default('wald')
      .describe('Interval of the area: on its own scale, or on the logit scale.'),
    level: levelOption,
  }),
  returns: ['summary', 'estimates', 'test', 'points'],
  statistics: ['auc', 'auc-difference', 'delong', 'n', 'events'],
  run: (data, options): MethodOutput => {
    const single = data.markers.length === 1;
    const together = single
      ? null
      : compareRocCurves(
          {
            condition: data.condition,
            markers: Object.fromEntries(data.markers.map(({ name, values }) => [name, values])),
          },
          options,
        );
    const curves =
      together?.curves ??
      data.markers.map(({ name, values }) => ({
        name,
        ...rocCurve({ condition: data.condition, marker: values }, options),
      }));
    const notices: Notice[] = [];
    const left = data.condition.length - (together?.subjects ?? curves[0]!.cases + curves[0]!.controls);
    if (left > 0) {
      notices.push(
        information('roc-curve/missing', `${left} subjects without a value of every marker were left out.`),
      );
    }
    const differences = (together?.differences ?? []).map(
      (row): EstimateRow => ({
        statistic: 'auc-difference',
        term: curves.length > 2 ? `${row.first} v ${row.second}` : null,
        role: 'comparison',
        of: row.first,
        versus: row.second,
        scale: 'linear',
        estimate: row.difference,
        standardError: row.standardError,
        lower: row.lower,
        upper: row.upper,
        level: options.level,
        p: row.p,
        reference: { distribution: 'normal' },
        intervalMethod: 'DeLong',
      }),
    );
    const tests: TestRow[] =
      together === null
        ? []
        : [
            {
              statistic: 'delong',
              term: null,
              value: together.equality.chiSquare,
              df: together.equality.df,
              p: together.equality.p,
              method: 'DeLong test that all areas are equal',
            },
          ];
    return {
      parts: [
        { kind: 'summary', rows: curves.flatMap((curve) => summaryRows(curve, options.interval)) },
        ...(together === null ? [] : [{ kind: 'estimates' as const, rows: differences }]),
        ...(tests.length === 0 ? [] : [{ kind: 'test' as const, rows: tests }]),
        pointsOf(curves),
      ],
      notices,
    };
  },
  sources: [
    'DeLong ER, DeLong DM, Clarke-Pearson DL. Biometrics 1988;44:837-845',
    'Sun X, Xu W. IEEE Signal Process Lett 2014;21:1389-1393',
  ],
});

type NamedCurve = RocCurve & { readonly name: string };

function summaryRows(curve: NamedCurve, interval: 'wald' | 'logit'): readonly SummaryRow[] {
  const { name: term, auc, lower, upper, level, cases, controls } = curve;
  return [
    {
      group: null,
      term,
      statistic: 'auc',
      value: auc,
      interval: { lower, upper, level, method: `DeLong, ${interval === 'wald' ? 'Wald' : 'logit'}` },
      unit: null,
    },
    { group: null, term, statistic: 'n', value: cases + controls, unit: null },
    { group: null, term, statistic: 'events', value: cases, unit: null },
  ];
}

/** Each curve from (1, 1) to (0, 0), every point labelled with its cut. */
function pointsOf(curves: readonly NamedCurve[]): PointsPart {
  return {
    kind: 'points',
    xLabel: '1 - specificity',
    yLabel: 'Sensitivity',
    series: curves
      .filter(({ points, cases, controls }) => points.length > 0 || (cases > 0 && controls > 0))
      .map(({ name, points }) => ({
        name,
        x: [1, ...points.map(({ specificity }) => 1 - specificity), 0],
        y: [1, ...points.map(({ sensitivity }) => sensitivity), 0],
        labels: ['', ...points.map(({ cut }) => String(Number(cut.toPrecision(6)))), ''],
        referenceLine: null,
        smooth: null,
        note: null,
      })),
  };
}
