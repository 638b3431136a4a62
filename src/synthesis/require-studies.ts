import type { StudiesData, StudyRow } from '../core/analysis-data.js';
import { requireList, requireObject, requireOneOf } from '../math/argument-checks.js';

/** Throws unless `studies` holds rows that are counts or effects, whatever the numbers in them. */
export function requireStudies(method: string, studies: Pick<StudiesData, 'rows'>): void {
  requireObject(method, 'studies', studies, 'an object with rows');
  requireList(method, 'rows', studies.rows, 'a list of studies');
  studies.rows.forEach((row: StudyRow, index) => {
    requireObject(method, `rows[${index}]`, row, 'a study');
    requireOneOf(method, `rows[${index}].type`, row.type, ['counts', 'effect']);
    if (row.type === 'effect') return;
    requireObject(method, `rows[${index}].of`, row.of, 'events and n');
    requireObject(method, `rows[${index}].versus`, row.versus, 'events and n');
  });
}
