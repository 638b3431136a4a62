import { z } from 'zod';

/** "per 100 person-years"; "per person-year" for one. */
export function rateUnit(exposureUnit: string, per: number): string {
  return per === 1 ? `per ${exposureUnit.replace(/s$/, '')}` : `per ${per} ${exposureUnit}`;
}

/** The `per` option of methods that show a rate. */
export const perOption = z
  .number()
  .positive()
  .default(1)
  .describe('Units of exposure that a rate is given for, such as 100 for events per 100 person-years.');
