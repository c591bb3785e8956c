import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export interface SourceFile {
  /** From the root of the repository. */
  name: string
  tree: ts.SourceFile
}

const isSource = (name: string) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$/.test(name)

/** The parsed sources below these folders, without tests. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(isSource)
      .map((file) => {
        const name = path.join(folder, file)
        const text = readFileSync(path.join(root, name), 'utf8')
        return { name, tree: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX) }
      }),
  )
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

/** The message namespaces that a file uses, and what in it may name a key: its strings, templates as patterns. */
export function messageUse({ tree }: SourceFile): { namespaces: string[]; names: (key: string) => boolean } {
  const namespaces: string[] = []
  const strings = new Set<string>()
  const patterns: RegExp[] = []
  walk(tree, (node) => {
    if (ts.isStringLiteralLike(node)) strings.add(node.text)
    if (ts.isTemplateExpression(node)) patterns.push(patternOf(node))
    if (!ts.isCallExpression(node) || node.expression.getText(tree) !== 'useTranslations') return
    const [namespace] = node.arguments
    if (namespace && ts.isStringLiteralLike(namespace)) namespaces.push(namespace.text)
  })
  return { namespaces, names: (key) => strings.has(key) || patterns.some((pattern) => pattern.test(key)) }
}

function patternOf(template: ts.TemplateExpression): RegExp {
  const parts = [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
  // A template of holes only could be anything, and would make every key used.
  if (parts.every((part) => part === '')) return /(?!)/
  return new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.+')}$`)
}

/** Attributes whose value a user reads or hears. */
const SPOKEN = new Set([
  ...['aria-label', 'aria-description', 'aria-roledescription', 'alt', 'title', 'placeholder', 'label', 'helperText'],
  ...['text', 'submitLabel', 'confirmLabel', 'doneText', 'hint', 'header'],
])

const hasLetters = (text: string) => /\p{L}/u.test(text)

/** Text that a component would show in one language only. */
export function literalTexts({ name, tree }: SourceFile): string[] {
  const found: string[] = []
  const report = (node: ts.Node, text: string) => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree))
    found.push(`${name}:${line + 1}: ${text.trim()}`)
  }
  walk(tree, (node) => {
    if (ts.isJsxText(node) && hasLetters(node.text)) report(node, node.text)
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
      if (ts.isStringLiteralLike(node.expression) && hasLetters(node.expression.text))
        report(node, node.expression.text)
    }
    if (!ts.isJsxAttribute(node) || !SPOKEN.has(node.name.getText(tree)) || !node.initializer) return
    const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer
    if (value && ts.isStringLiteralLike(value) && hasLetters(value.text)) report(node, value.text)
  })
  return found
}
