import { type Notice, warning } from '../core/notice.js';

/**
 * Says that clusters named in the data do not enter a method that takes subjects for independent; nothing without them.
 * `part` is what they would enter.
 */
export function unusedClusterNotices(
  method: string,
  { cluster }: { readonly cluster?: unknown },
  part = 'the standard errors or the test',
): readonly Notice[] {
  if (cluster === undefined) return [];
  return [
    warning(
      `${method}/cluster-not-used`,
      `Subjects count as independent: the clusters named do not enter ${part}.`,
    ),
  ];
}
