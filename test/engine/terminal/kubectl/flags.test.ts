import { describe, expect, test } from 'vitest';
import { Failure } from '../../../../src/engine/terminal/kubectl/failure.ts';
import { Flags, parseDuration, parseFlagTable, parseInteger } from '../../../../src/engine/terminal/kubectl/flags.ts';

const TABLE = parseFlagTable('FL all:b dry-run:s=none~unchanged replicas,r:i=-1 timeout:d tcp:l env:a image:s!');

const read = (line: string): Flags =>
  new Flags(
    TABLE,
    line.split(' ').filter((word) => word !== ''),
  );

const refusal = (line: string): string => {
  try {
    read(line);
    return '';
  } catch (error) {
    if (error instanceof Failure) return error.text;
    throw error;
  }
};

describe('flags are read as pflag reads them', () => {
  test.each<[line: string, flag: string, value: string]>([
    ['--selector app=web', 'selector', 'app=web'],
    ['--selector=app=web', 'selector', 'app=web'],
    ['-l app=web', 'selector', 'app=web'],
    ['-lapp=web', 'selector', 'app=web'],
    ['-l=app=web', 'selector', 'app=web'],
    ['--all', 'all', 'true'],
    ['--all=false', 'all', 'false'],
    ['--dry-run', 'dry-run', 'unchanged'],
    ['--dry-run=client', 'dry-run', 'client'],
    ['', 'dry-run', 'none'],
    ['-r 3', 'replicas', '3'],
    ['--dry_run=server', 'dry-run', 'server'],
    ['-n shop -n core', 'namespace', 'core'],
  ])('%s: %s is %s', (line, flag, value) => {
    expect(read(line).text(flag)).toBe(value);
  });

  test('short flags may share a dash, the last one with its value', () => {
    const flags = read('-Rf web.yaml pods');
    expect([flags.on('recursive'), flags.list('filename'), flags.args]).toEqual([true, ['web.yaml'], ['pods']]);
  });

  test('lists are split at commas, arrays are not; both gather', () => {
    const flags = read('--tcp=80,443 --tcp=53 --env=A=1,2 --env=B=3');
    expect([flags.list('tcp'), flags.list('env')]).toEqual([
      ['80', '443', '53'],
      ['A=1,2', 'B=3'],
    ]);
  });

  test('after -- everything is an argument', () => {
    const flags = read('client -- ls -l --all');
    expect([flags.args, flags.dash, flags.on('all')]).toEqual([['client', 'ls', '-l', '--all'], 1, false]);
  });

  test('a dash alone is an argument', () => {
    expect(read('-f - web').args).toEqual(['web']);
    expect(read('- web').args).toEqual(['-', 'web']);
  });

  test('what is required and missing', () => {
    expect([read('').missing(), read('--image=x').missing()]).toEqual([['image'], []]);
  });
});

describe('what pflag refuses', () => {
  test.each<[line: string, why: string]>([
    ['--wide', 'unknown flag: --wide'],
    ['--wide=1', 'unknown flag: --wide'],
    ['-x', "unknown shorthand flag: 'x' in -x"],
    ['-Rx', "unknown shorthand flag: 'x' in -x"],
    ['-n', "flag needs an argument: 'n' in -n"],
    ['--selector', 'flag needs an argument: --selector'],
    ['--=x', 'bad flag syntax: --=x'],
    ['---all', 'bad flag syntax: ---all'],
    ['--all=maybe', 'invalid argument "maybe" for "--all" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
    ['-r x', 'invalid argument "x" for "-r, --replicas" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    ['--timeout=5', 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
    ['--timeout=5x', 'invalid argument "5x" for "--timeout" flag: time: unknown unit "x" in duration "5x"'],
    ['--timeout=soon', 'invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"'],
  ])('%s', (line, why) => {
    expect(refusal(line)).toBe(why);
  });
});

test('integers in every base that Go reads', () => {
  expect(['0', '-7', '0x1F', '0b101', '0o17', '017', '1_000'].map((text) => parseInteger(text))).toEqual([0, -7, 31, 5, 15, 15, 1000]);
});

test('durations are milliseconds', () => {
  expect(['0', '1s', '1m30s', '1.5h', '250ms', '-2s'].map(parseDuration)).toEqual([0, 1000, 90_000, 5_400_000, 250, -2000]);
});
