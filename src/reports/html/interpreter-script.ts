import { InternalError } from '../../core/errors.js';

/**
 * Turns the published module of vega-interpreter into a plain script for a page. The module imports three functions,
 * which the Vega bundle exports too, and exports one: so its import becomes a reading of the global `vega`, and its
 * export becomes the global `vegaInterpreter`.
 *
 * @throws InternalError when the module no longer has this shape.
 */
export function interpreterScript(module: string): string {
  const imports = [...module.matchAll(/^import\s*\{([^}]*)\}\s*from\s*'vega-util';\s*$/gm)];
  const exports = [...module.matchAll(/^export\s*\{\s*([\w$]+)\s+as\s+expressionInterpreter\s*\};\s*$/gm)];
  if (
    imports.length !== 1 ||
    exports.length !== 1 ||
    (module.match(/^(?:import|export)\b/gm) ?? []).length !== 2
  ) {
    throw new InternalError({
      code: 'report/interpreter-shape',
      where: 'vega-interpreter',
      what: 'the module does not have one import from vega-util and one export',
      fix: 'Compare interpreter-script.ts with the installed version of vega-interpreter.',
    });
  }
  const body = module
    .replace(imports[0]![0], `const {${imports[0]![1]!.replace(/\bas\b/g, ':')}} = vega;`)
    .replace(exports[0]![0], `globalThis.vegaInterpreter = ${exports[0]![1]};`)
    .replace(/^\/\/# sourceMappingURL=.*$/gm, '');
  return `(() => {\n'use strict';\n${body.trim()}\n})();`;
}

/** A script as it may stand inside a script element. */
export function inlineScript(script: string): string {
  return script
    .replace(/\r\n?/g, '\n')
    .replace(/<\/(script)/gi, '<\\/$1')
    .replace(/<!--/g, '<\\!--');
}
