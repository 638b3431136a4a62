/** The two arms' proportions that are most likely under a null value, and what they leave of each. */
export interface RestrictedProportions {
  readonly of: number;
  readonly versus: number;
}
