/** How the mean of an outcome depends on the linear predictor, and its variance on the mean. */
export interface MarginalFamily {
  readonly name: 'normal' | 'binomial' | 'poisson';
  readonly link: 'identity' | 'logit' | 'log';
  mean(predictor: number): number;
  /** Derivative of the mean by the linear predictor. */
  slope(mean: number): number;
  variance(mean: number): number;
  /** Linear predictor of a mean that is possible. */
  predictor(mean: number): number;
  /** Whether the family allows the mean. */
  allows(mean: number): boolean;
}

export const marginalLinks = ['identity', 'logit', 'log'] as const;

type Family = MarginalFamily['name'];
type Link = MarginalFamily['link'];

const links: Record<Link, Pick<MarginalFamily, 'mean' | 'slope' | 'predictor'>> = {
  identity: { mean: (predictor) => predictor, slope: () => 1, predictor: (mean) => mean },
  logit: {
    mean: (predictor) =>
      predictor >= 0 ? 1 / (1 + Math.exp(-predictor)) : Math.exp(predictor) / (1 + Math.exp(predictor)),
    slope: (mean) => mean * (1 - mean),
    predictor: (mean) => Math.log(mean / (1 - mean)),
  },
  log: { mean: Math.exp, slope: (mean) => mean, predictor: Math.log },
};

const families: Record<Family, Pick<MarginalFamily, 'variance' | 'allows'>> = {
  normal: { variance: () => 1, allows: Number.isFinite },
  binomial: { variance: (mean) => mean * (1 - mean), allows: (mean) => mean > 0 && mean < 1 },
  poisson: { variance: (mean) => mean, allows: (mean) => mean > 0 && Number.isFinite(mean) },
};

export const defaultLink: Record<Family, Link> = { normal: 'identity', binomial: 'logit', poisson: 'log' };

export function marginalFamily(name: Family, link: Link): MarginalFamily {
  return { name, link, ...links[link], ...families[name] };
}
