/** The mean of the rows drawn. */
export const statistic = (values) => (rows) => {
  let sum = 0;
  for (const row of rows) sum += values[row];
  return sum / rows.length;
};

export const failing = () => (rows) => {
  if (rows[0] !== 0) throw new Error('a row that the statistic cannot bear');
  return 1;
};
