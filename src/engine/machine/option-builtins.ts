import { SIGNALS, signalTable } from './signals.ts';
import type { Context } from './shell-context.ts';
import { OPTION_LETTERS } from './shell-variables.ts';
import type { Shell } from './shell.ts';
import { ShellError } from './shell-words.ts';
import { assignmentLine } from './variable-builtins.ts';

// Recorded from bash 5.2.15: `set -o` and `shopt` of a shell that reads a script.
const SET_NAMES =
  'allexport braceexpand emacs errexit errtrace functrace hashall histexpand history ignoreeof interactive-comments keyword monitor noclobber noexec noglob nolog notify nounset onecmd physical pipefail posix privileged verbose vi xtrace'.split(
    ' ',
  );
const SHOPT_NAMES =
  'autocd assoc_expand_once cdable_vars cdspell checkhash checkjobs checkwinsize cmdhist compat31 compat32 compat40 compat41 compat42 compat43 compat44 complete_fullquote direxpand dirspell dotglob execfail expand_aliases extdebug extglob extquote failglob force_fignore globasciiranges globskipdots globstar gnu_errfmt histappend histreedit histverify hostcomplete huponexit inherit_errexit interactive_comments lastpipe lithist localvar_inherit localvar_unset login_shell mailwarn no_empty_cmd_completion nocaseglob nocasematch noexpand_translation nullglob patsub_replacement progcomp progcomp_alias promptvars restricted_shell shift_verbose sourcepath varredir_close xpg_echo'.split(
    ' ',
  );
const ON_AT_FIRST = new Set(
  'braceexpand hashall interactive-comments checkwinsize cmdhist complete_fullquote extquote force_fignore globasciiranges globskipdots hostcomplete interactive_comments patsub_replacement progcomp promptvars sourcepath'.split(
    ' ',
  ),
);
/** What changes something here; the others are remembered and do nothing. */
const MODELLED = new Set(['nullglob', 'expand_aliases', ...ON_AT_FIRST]);

/** An option's state: `no-NAME` stands for what was on and is not any more. */
const isOn = (shell: Shell, name: string): boolean => shell.flags.has(name) || (ON_AT_FIRST.has(name) && !shell.flags.has(`no-${name}`));

function change(shell: Shell, name: string, on: boolean): void {
  if (on) shell.flags.add(name).delete(`no-${name}`);
  else {
    shell.flags.delete(name);
    if (ON_AT_FIRST.has(name)) shell.flags.add(`no-${name}`);
  }
}

/** `set`: options, and the positional parameters. */
export function setOptions(shell: Shell, args: readonly string[], context: Context): number {
  const { dialect } = shell;
  if (args.length === 0) {
    for (const [name, variable] of [...shell.variables].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (variable.value !== undefined || variable.elements) shell.output(context).write(`${assignmentLine(name, variable)}\n`);
    return 0;
  }
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--' || !/^[-+]./.test(arg)) {
      shell.positional = args.slice(arg === '--' ? at + 1 : at);
      return 0;
    }
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      const name = letter === 'o' ? args[++at] : (OPTION_LETTERS[letter] ?? { C: 'noclobber', E: 'errtrace' }[letter as 'C']);
      if (name === undefined && letter === 'o') {
        if (dialect === 'bash')
          for (const one of SET_NAMES)
            shell.output(context).write(on ? `${one.padEnd(15)}\t${isOn(shell, one) ? 'on' : 'off'}\n` : `set ${isOn(shell, one) ? '-' : '+'}o ${one}\n`);
        continue;
      }
      if (name === undefined) {
        if ('bhmvHPTk'.includes(letter)) continue;
        if (dialect !== 'bash') throw new ShellError(dialect === 'dash' ? `set: Illegal option ${arg}` : `set: line 0: illegal option ${arg}`, 2);
        shell.complain(context, `set: ${arg.slice(0, 1)}${letter}: invalid option`);
        throw new ShellError('set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]', 2);
      }
      if (letter === 'o' && (dialect === 'dash' ? name === 'pipefail' || !SET_NAMES.includes(name) : !SET_NAMES.includes(name))) {
        if (dialect === 'bash') throw new ShellError(`set: ${name}: invalid option name`, 2);
        throw new ShellError(dialect === 'dash' ? `set: Illegal option ${arg} ${name}` : `set: line 0: illegal option ${arg} ${name}`, 2);
      }
      change(shell, name, on);
    }
  }
  return 0;
}

/** `shopt`: bash's own options. */
export function shopt(shell: Shell, args: readonly string[], context: Context): number {
  const flags = args.filter((arg) => /^-[supqo]+$/.test(arg)).join('');
  const names = args.filter((arg) => !/^-[supqo]+$/.test(arg));
  const odd = names.find((name) => /^-./.test(name));
  if (odd !== undefined) {
    shell.complain(context, `shopt: ${odd.slice(0, 2)}: invalid option`);
    throw new ShellError('shopt: usage: shopt [-pqsu] [-o] [optname ...]', 2);
  }
  const all = flags.includes('o') ? SET_NAMES : SHOPT_NAMES;
  const show = (name: string): void =>
    shell
      .output(context)
      .write(flags.includes('p') ? `shopt ${isOn(shell, name) ? '-s' : '-u'} ${name}\n` : `${name.padEnd(15)}\t${isOn(shell, name) ? 'on' : 'off'}\n`);
  const sets = flags.includes('s');
  if (names.length === 0) {
    for (const name of all) if ((!sets || isOn(shell, name)) && (!flags.includes('u') || !isOn(shell, name))) show(name);
    return 0;
  }
  let status = 0;
  for (const name of names) {
    if (!all.includes(name)) {
      shell.complain(context, `shopt: ${name}: invalid shell option name`);
      status = 1;
    } else if (sets || flags.includes('u')) {
      change(shell, name, sets);
      if (sets && !MODELLED.has(name) && !flags.includes('o')) context.process.notSimulated('shell-feature', { feature: `shopt -s ${name}` }, '');
    } else {
      if (!isOn(shell, name)) status = 1;
      if (!flags.includes('q')) show(name);
    }
  }
  return status;
}

const PSEUDO_SIGNALS = ['DEBUG', 'ERR', 'RETURN'];

/** `trap`: what is done when the shell ends, is interrupted, or a command fails. */
export function trap(shell: Shell, args: readonly string[], context: Context): number {
  const { dialect } = shell;
  const order = (name: string): number => (SIGNALS.includes(name) ? SIGNALS.indexOf(name) : 100 + PSEUDO_SIGNALS.indexOf(name));
  const prefix = dialect === 'bash' ? 'SIG' : '';
  const words = args[0] === '--' ? args.slice(1) : args;
  if (words[0] === '-l' && dialect === 'bash') {
    shell.output(context).write(signalTable());
    return 0;
  }
  if (words.length === 0 || words[0] === '-p') {
    const wanted = words.slice(1).map((word) => word.replace(/^SIG/, ''));
    for (const [name, action] of [...shell.traps].sort(([a], [b]) => order(a) - order(b)))
      if (wanted.length === 0 || wanted.includes(name))
        shell.output(context).write(`trap -- '${action.replaceAll("'", "'\\''")}' ${name === 'EXIT' || PSEUDO_SIGNALS.includes(name) ? '' : prefix}${name}\n`);
    return 0;
  }
  const [action = '', ...signals] = words.length === 1 || /^\d+$/.test(words[0] as string) ? ['-', ...words] : words;
  let status = 0;
  for (const signal of signals) {
    const name = /^\d+$/.test(signal) ? (SIGNALS[Number(signal)] ?? signal) : signal.toUpperCase().replace(/^SIG/, '');
    const isKnown = SIGNALS.includes(name) || (dialect !== 'dash' && name === 'ERR') || (dialect === 'bash' && PSEUDO_SIGNALS.includes(name));
    if (!isKnown) {
      if (dialect === 'bash') shell.complain(context, `trap: ${signal}: invalid signal specification`);
      else if (dialect === 'dash') shell.errors(context).write(`trap: ${signal}: bad trap\n`);
      else shell.complain(context, `trap: line 0: ${signal}: invalid signal specification`);
      status = 1;
    } else if (action === '-') shell.traps.delete(name);
    else shell.traps.set(name, action);
  }
  return status;
}
