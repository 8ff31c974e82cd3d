/**
 * The scripts that stand inline: two must run before a page is painted, one waits until the page is at rest. They are in the page, so the content security policy
 * lists their hashes: astro.config.mjs computes them from these very strings.
 */

/** Puts the reader's saved theme on the page. */
export const themeScript = `try{var t=localStorage.getItem('minato:theme');if(t==='light'||t==='dark'||t==='contrast')document.documentElement.dataset.theme=t}catch{}`;

/** Leads from the bare address to a language: the saved choice, then the browser's order, then Japanese. */
export const languageScript = `(function(){var l=null;try{l=localStorage.getItem('minato:language')}catch{}if(l!=='ja'&&l!=='en'){l='ja';var n=navigator.languages||[];for(var i=0;i<n.length;i++){var c=String(n[i]).slice(0,2);if(c==='ja'||c==='en'){l=c;break}}}location.replace(l+'/'+location.hash)})()`;

/** Lets the service worker keep the site on the device, once the page has what it needs itself. The element names the worker's address. */
export const offlineScript = `(function(w){if('serviceWorker'in navigator)addEventListener('load',function(){setTimeout(function(){navigator.serviceWorker.register(w).catch(function(){})},4e3)})})(document.currentScript.dataset.worker)`;
