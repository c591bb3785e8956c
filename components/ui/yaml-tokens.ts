/** A piece of a line of YAML: a key, punctuation, a value, a comment, or a place that is still to be filled, `<node>`. */
export interface YamlToken {
  kind: 'key' | 'mark' | 'value' | 'placeholder' | 'comment'
  text: string
}

const LINE = /^(\s*(?:- +)*)(?:((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s'"#:][^:#]*?))(:)(?= |$))?(.*)$/

/** The pieces of one line of block YAML as `dumpYaml` writes it; together they are the line. */
export function yamlTokens(line: string): YamlToken[] {
  const [, indent = '', key = '', colon = '', rest = ''] = LINE.exec(line) ?? [line, '', '', '', line]
  const tokens: YamlToken[] = [
    { kind: 'mark', text: indent },
    { kind: 'key', text: key },
    { kind: 'mark', text: colon },
    ...(rest.trimStart().startsWith('#') ? [{ kind: 'comment', text: rest } as const] : valueTokens(rest)),
  ]
  return tokens.filter(({ text }) => text !== '')
}

function valueTokens(text: string): YamlToken[] {
  return text
    .split(/(<[^<>]+>)/)
    .map((part) => ({ kind: /^<[^<>]+>$/.test(part) ? 'placeholder' : 'value', text: part }))
}
