import { DEFAULT_LOCALE, LANGUAGE_TAG, LOCALE_KEY, LOCALES, PENDING_ATTRIBUTE } from './locales'

/**
 * Runs before the first paint. Pages are prerendered in one language; a reader of another one sees nothing for the
 * moment that its texts take to load, instead of the wrong language. CSS ends that wait whatever happens.
 */
export const localeScript = `(()=>{
const LOCALES=${JSON.stringify(LOCALES)},DEFAULT_LOCALE=${JSON.stringify(DEFAULT_LOCALE)};
let stored=null;try{stored=localStorage.getItem(${JSON.stringify(LOCALE_KEY)})}catch{}
const known=(value)=>LOCALES.includes(value);
const first=(navigator.languages||[]).map((tag)=>tag.toLowerCase().split('-')[0]).find(known);
const locale=known(stored)?stored:first||DEFAULT_LOCALE;
document.documentElement.lang=${JSON.stringify(LANGUAGE_TAG)}[locale];
if(locale!==DEFAULT_LOCALE)document.documentElement.setAttribute(${JSON.stringify(PENDING_ATTRIBUTE)},'')
})()`

export const pendingStyle = `html[${PENDING_ATTRIBUTE}] body{visibility:hidden;animation:locale-wait 0s 3s forwards}
@keyframes locale-wait{to{visibility:visible}}`
