import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Picture } from './picture-all'

const STYLE = `body { font: 14px system-ui; margin: 24px; background: #8882 } section { margin-bottom: 32px }
div { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start } figure { margin: 0 }
img { border: 1px solid #8886; max-height: 480px } figcaption { color: #777 } h2 { margin: 0 0 8px }`

/** One page that shows all pictures, those of a page beside each other; answers its path. */
export async function writeContactSheet(folder: string, pictures: readonly Picture[]): Promise<string> {
  const names = [...new Set(pictures.map(({ name }) => name))]
  const section = (name: string) => {
    const figures = pictures
      .filter((picture) => picture.name === name)
      .map(({ file, language, theme, size }) => {
        const caption = `<figcaption>${language}, ${theme}, ${size}</figcaption>`
        return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt=""></a>${caption}</figure>`
      })
    return `<section><h2>${name}</h2><div>${figures.join('')}</div></section>`
  }
  const file = path.join(folder, 'index.html')
  const head = `<!doctype html><meta charset="utf-8"><title>Every page</title><style>${STYLE}</style>`
  await writeFile(file, `${head}<h1>Every page</h1>${names.map(section).join('\n')}\n`)
  return file
}
