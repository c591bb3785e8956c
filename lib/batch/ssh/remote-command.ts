/** What the remote side tells; with it its failures are told from the script's own. */
export const SAYS = {
  connected: 'connected',
  sudoMissing: 'sudo-missing',
  sudoPassword: 'sudo-password',
  sudoWrongPassword: 'sudo-wrong-password',
  sudoRefused: 'sudo-refused',
  /** Followed by the script's exit status. */
  exited: 'exited',
} as const

/**
 * What the login shell of a machine is told to run: it becomes root and runs the script that comes over its input, so
 * that neither the script (which holds the join token) nor the password is an argument of any process.
 *
 * The input is the password in a line of its own (empty where there is none), then the script, then nothing until the
 * connection ends. When it ends, be it lost, cancelled or with the console, what still runs of the script is ended.
 * The output is the script's, and lines that begin with `mark`, which is made anew for each run and unknown to the
 * script.
 */
export function remoteCommand(mark: string, scriptBytes: number): string {
  if (!/^[a-z0-9-]+$/.test(mark)) throw new Error('the mark would need quoting')
  const say = (what: string) => `echo ${mark} ${what}`
  // The first part of the pipe gives the script over, waits for the end of the input, and then ends them both.
  const giveScript = `{ head -c ${scriptBytes}; exec >&-; cat >/dev/null; kill -TERM 0; }`
  const asRoot = `sh -c "${giveScript} | { sh -s; ${say(`${SAYS.exited} \\$?`)}; }"`
  const yes = 'sh -c "echo yes"'
  const steps = [
    'exec 2>&1',
    say(SAYS.connected),
    'IFS= read -r password',
    `if [ "$(id -u)" -eq 0 ]; then exec ${asRoot}; fi`,
    `if command -v sudo >/dev/null; then :; else ${say(SAYS.sudoMissing)}; exit 1; fi`,
    'LC_ALL=C; export LC_ALL',
    `why=$(sudo -n ${yes} </dev/null 2>&1)`,
    `case $why in *yes) exec sudo -n ${asRoot} ;; esac`,
    // Tried before the script is sent: sudo would take the script's lines for further passwords.
    `if [ -n "$password" ]; then why=$(printf "%s\\n" "$password" | sudo -k -S -p "" ${yes} 2>&1); ` +
      `else case $why in *password*) ${say(SAYS.sudoPassword)}; exit 1 ;; esac; fi`,
    `case $why in *yes) ;; *"try again"* | *incorrect*) ${say(SAYS.sudoWrongPassword)}; exit 1 ;; ` +
      `*) echo "$why"; ${say(SAYS.sudoRefused)}; exit 1 ;; esac`,
    `{ printf "%s\\n" "$password"; cat; } | sudo -k -S -p "" ${asRoot}`,
  ]
  return `exec sh -c '${steps.join('; ')}'`
}
