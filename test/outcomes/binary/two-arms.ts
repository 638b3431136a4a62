import fc from 'fast-check';

/** Two arms of up to 80 subjects with any number of events. */
export const twoArms = fc.tuple(arm(), arm());

function arm() {
  return fc
    .integer({ min: 1, max: 80 })
    .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) }));
}

/** Everything an estimate may say besides a number. */
export const none = (reason: string) => ({ notEstimable: reason });
