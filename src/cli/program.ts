import { Command, CommanderError } from 'commander';
import { toolkitVersion } from './package-root.js';
import { reportFailure } from './report-failure.js';

/** What a command tells the shell. */
export type ExitCode = number;

const exitCodes = `
Exit codes:
  0  done; every analysis ran (a figure that differs is a finding, not a failure)
  1  a finding that was asked to fail: --strict, or verify saw a number move
  2  the command line is wrong
  3  a specification or dictionary breaks its schema
  4  a data file or a cell is not what it should be
  5  a specification asks for what does not exist or does not fit
  6  a method refused its arguments
 70  an error inside the toolkit`;

/**
 * Reads arguments, runs one command and returns its exit code. Each command is loaded when it is called, so that
 * `--version` and `--help` stay quick.
 */
export async function runCommandLine(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const run =
    <Values extends readonly unknown[]>(command: (...values: Values) => Promise<ExitCode>) =>
    async (...values: Values): Promise<void> => {
      exitCode = await command(...values);
    };
  const program = new Command('il6r')
    .description('Clinical-trial statistics for IL-6 receptor antagonists, and a check of published figures.')
    .version(toolkitVersion(), '-V, --version')
    .showHelpAfterError('Run il6r --help for the commands and examples.')
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ il6r reproduce                      re-run every study, print the verdicts, write reports/
  $ il6r reproduce recovery --json      one study, as JSON records
  $ il6r init my-trial && il6r run my-trial/analysis.yaml
  $ il6r check my-trial/analysis.yaml   every problem at once, with line and column
  $ il6r methods cox                    what a method does, its options and sources
${exitCodes}`,
    );

  program
    .command('reproduce')
    .description('Re-run studies and judge every published figure.')
    .argument('[study...]', 'study folders by name; all when omitted')
    .option('--json', 'print one JSON array of verdict records, nothing else')
    .option('--strict', 'exit with 1 when a figure differs and the specification gives no reason')
    .option('--analyses <dir>', 'folder of studies (default: ./analyses, else the ones in the package)')
    .option('--out <dir>', 'where reports are written', 'reports')
    .option('--no-report', 'print verdicts only; write nothing')
    .action(
      run(async (studies: string[], options) =>
        (await import('./commands/reproduce.js')).reproduce(studies, options),
      ),
    );

  program
    .command('run')
    .description('Run one specification on your own data.')
    .argument('<spec>', 'a YAML specification')
    .option('--data <name=file>', 'use another file for a dataset of the spec (repeatable)', collect, [])
    .option('--out <dir>', 'where the report is written', 'il6r-report')
    .option('--json', 'print one flat record a number, nothing else')
    .action(run(async (spec: string, options) => (await import('./commands/run.js')).runSpec(spec, options)));

  program
    .command('check')
    .description('Check a specification and its data without computing a number.')
    .argument('<spec>', 'a YAML specification')
    .action(run(async (spec: string) => (await import('./commands/check.js')).check(spec)));

  program
    .command('methods')
    .description('List the methods, or explain one.')
    .argument('[id]', 'a method')
    .option('--json', 'print as JSON')
    .action(
      run(async (id: string | undefined, options) =>
        (await import('./commands/explain.js')).explainMethods(id, options),
      ),
    );

  program
    .command('endpoints')
    .description('List the endpoints, or explain one.')
    .argument('[id]', 'an endpoint')
    .option('--json', 'print as JSON')
    .action(
      run(async (id: string | undefined, options) =>
        (await import('./commands/explain.js')).explainEndpoints(id, options),
      ),
    );

  program
    .command('displays')
    .description('List the displays, or explain one.')
    .argument('[id]', 'a display')
    .option('--json', 'print as JSON')
    .action(
      run(async (id: string | undefined, options) =>
        (await import('./commands/explain.js')).explainDisplays(id, options),
      ),
    );

  program
    .command('formats')
    .description('List the file formats that can be read.')
    .option('--json', 'print as JSON')
    .action(run(async (options) => (await import('./commands/explain.js')).explainFormats(options)));

  program
    .command('describe')
    .description('Show the variables of a data file: types, labels, ranges, missing values, violations.')
    .argument('<file>', 'a CSV, JSON, or SAS transport file')
    .option('--dictionary <id>', 'check against a dictionary: its id, or a YAML file')
    .option('--member <name>', 'which data set of a file that holds several')
    .option('--json', 'print as JSON')
    .action(
      run(async (file: string, options) =>
        (await import('./commands/describe.js')).describeFile(file, options),
      ),
    );

  program
    .command('verify')
    .description('Re-run studies and compare with their stored results, to the last stored digit.')
    .argument('[study...]', 'study folders by name; all when omitted')
    .option('--analyses <dir>', 'folder of studies (default: ./analyses, else the ones in the package)')
    .option('--results <dir>', 'folder of stored results', 'reports')
    .action(
      run(async (studies: string[], options) =>
        (await import('./commands/verify.js')).verify(studies, options),
      ),
    );

  program
    .command('init')
    .description('Write a commented example: specification, dictionary and data that run.')
    .argument('<dir>', 'a new or empty folder')
    .action(run(async (directory: string) => (await import('./commands/init.js')).init(directory)));

  try {
    await program.parseAsync(args as string[], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportFailure(error);
  }
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
