import {
  betaCdf,
  betaQuantile,
  betaUpperQuantile,
  betaUpperTail,
} from '../../../src/math/distributions/beta.js';
import { binomialCdf, binomialDensity, binomialUpperTail } from '../../../src/math/distributions/binomial.js';
import {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareUpperQuantile,
  chiSquareUpperTail,
} from '../../../src/math/distributions/chi-square.js';
import { fCdf, fQuantile, fUpperQuantile, fUpperTail } from '../../../src/math/distributions/f.js';
import {
  gammaCdf,
  gammaQuantile,
  gammaUpperQuantile,
  gammaUpperTail,
} from '../../../src/math/distributions/gamma.js';
import {
  hypergeometricCdf,
  hypergeometricDensity,
  hypergeometricUpperTail,
} from '../../../src/math/distributions/hypergeometric.js';
import {
  criticalZ,
  normalCdf,
  normalDensity,
  normalQuantile,
  normalTwoSidedP,
  normalUpperQuantile,
  normalUpperTail,
} from '../../../src/math/distributions/normal.js';
import { poissonCdf, poissonDensity, poissonUpperTail } from '../../../src/math/distributions/poisson.js';
import {
  criticalT,
  studentTCdf,
  studentTQuantile,
  studentTTwoSidedP,
  studentTUpperQuantile,
  studentTUpperTail,
} from '../../../src/math/distributions/student-t.js';
import { checkOracle } from '../check-oracle.js';

checkOracle('normal', {
  normalCdf,
  normalUpperTail,
  normalTwoSidedP,
  normalDensity,
  normalQuantile,
  normalUpperQuantile,
  criticalZ,
});
checkOracle('gamma', { gammaCdf, gammaUpperTail, gammaQuantile, gammaUpperQuantile });
checkOracle('chi-square', { chiSquareCdf, chiSquareUpperTail, chiSquareQuantile, chiSquareUpperQuantile });
checkOracle('beta', { betaCdf, betaUpperTail, betaQuantile, betaUpperQuantile });
checkOracle('student-t', {
  studentTCdf,
  studentTUpperTail,
  studentTTwoSidedP,
  studentTQuantile,
  studentTUpperQuantile,
  criticalT,
});
checkOracle('f', { fCdf, fUpperTail, fQuantile, fUpperQuantile });
checkOracle('binomial', { binomialDensity, binomialCdf, binomialUpperTail });
checkOracle('poisson', { poissonDensity, poissonCdf, poissonUpperTail });
checkOracle('hypergeometric', { hypergeometricDensity, hypergeometricCdf, hypergeometricUpperTail });
checkOracle('r-distributions', {
  normalUpperTail,
  normalQuantile,
  chiSquareUpperTail,
  chiSquareUpperQuantile,
  studentTUpperTail,
  studentTQuantile,
  fUpperTail,
  betaCdf,
  betaQuantile,
  gammaCdf,
  gammaQuantile,
  binomialDensity,
  binomialUpperTail,
  poissonDensity,
  poissonCdf,
  hypergeometricDensity,
  hypergeometricCdf,
});
