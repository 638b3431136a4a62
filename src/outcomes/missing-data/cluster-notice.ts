import { type Notice, warning } from '../../core/notice.js';

/** Says that clusters named in the data do not enter the analysis; nothing where there are none. */
export function clusterNotice(method: string, data: { readonly cluster?: unknown }): readonly Notice[] {
  return data.cluster === undefined
    ? []
    : [
        warning(
          `${method}/cluster-not-used`,
          'Subjects count as independent: the clusters named do not enter the imputation or the comparison.',
        ),
      ];
}
