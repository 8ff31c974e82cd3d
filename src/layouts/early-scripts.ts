/**
 * The scripts that stand inline: four must run before a page is painted, one waits until the page is at rest. They are in the page, so the content security policy
 * lists their hashes: astro.config.mjs computes them from these very strings.
 */

/** Puts the reader's saved theme on the page. In a frame of another site (`?embed`) that site may choose it: `&theme=dark`. */
export const themeScript = `(function(){var q=new URLSearchParams(location.search),e=q.has('embed'),d=document.documentElement.dataset,t=e&&q.get('theme');try{t=t||localStorage.getItem('minato:theme')}catch{}if(t==='light'||t==='dark'||t==='contrast')d.theme=t;if(e)d.embed=''})()`;

/** Leads from the bare address to a language: the saved choice, then the browser's order, then Japanese. */
export const languageScript = `(function(){var l=null;try{l=localStorage.getItem('minato:language')}catch{}if(l!=='ja'&&l!=='en'){l='ja';var n=navigator.languages||[];for(var i=0;i<n.length;i++){var c=String(n[i]).slice(0,2);if(c==='ja'||c==='en'){l=c;break}}}location.replace(l+'/'+location.hash)})()`;

/**
 * Begins the engine's worker before any module is there, on a page that is a lab: it comes over the network beside the page and not after it. What it says until
 * ui/lab-host.ts listens is kept. The address is written into the built page (src/build/preload-modules.ts); where it is not, the lab begins a worker itself.
 */
export const workerScript = `(function(a){if(a)try{var w=new Worker(a,{type:'module'}),h=[];w.onmessage=function(e){h.push(e.data)};w.onerror=function(){delete self.earlyWorker};self.earlyWorker={worker:w,heard:h}}catch{}})(document.currentScript.dataset.labWorker)`;

/** Lets the service worker keep the site on the device, once the page has what it needs itself. The element names the worker's address. */
export const offlineScript = `(function(w){if('serviceWorker'in navigator)addEventListener('load',function(){setTimeout(function(){navigator.serviceWorker.register(w).catch(function(){})},4e3)})})(document.currentScript.dataset.worker)`;

/**
 * Says which texts may become elements, and which addresses may become workers: elements without a script of any form, and scripts of this origin. Where a browser
 * has Trusted Types, the content security policy lets nothing else pass; the words of the course are such texts, since their Markdown has no HTML of its own.
 */
export const trustScript = `(function(t){if(t&&t.createPolicy)t.createPolicy('default',{createHTML:function(s){return/<(script|iframe|object|embed|base|meta|link|form)\\b|<[^>]*[\\s"'/]on\\w+\\s*=|javascript:/i.test(s)?null:s},createScriptURL:function(u){return new URL(u,location.href).origin===location.origin?u:null}})})(self.trustedTypes)`;
