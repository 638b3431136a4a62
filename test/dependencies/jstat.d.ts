declare module 'jstat' {
  interface Continuous {
    cdf(x: number, ...parameters: number[]): number;
    inv(p: number, ...parameters: number[]): number;
  }
  const jstat: Record<'normal' | 'chisquare' | 'studentt' | 'gamma' | 'beta', Continuous>;
  // biome-ignore lint/style/noDefaultExport: the shape of the package
  export default jstat;
}
