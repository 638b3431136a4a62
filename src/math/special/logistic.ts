/** 1 / (1 + exp(-x)), the probability whose log odds are x, with all digits in both tails. */
export function logistic(x: number): number {
  const decay = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
}
