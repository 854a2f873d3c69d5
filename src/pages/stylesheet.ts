/**
 * The style of every page. System fonts only; colours keep a contrast of 4.5 for text and 3 for the edges of
 * controls, in both schemes.
 */
export const STYLESHEET = `
:root{color-scheme:light dark;--ground:#f7f8f6;--sheet:#fff;--ink:#1b2421;--soft:#55625d;--line:#dce2de;--edge:#7d8985;--accent:#0a6b56;--on-accent:#fff;--warn:#fcf2da;--warn-ink:#573f00;--warn-line:#c08a12}
@media (prefers-color-scheme:dark){:root{--ground:#111615;--sheet:#191f1d;--ink:#e7ece9;--soft:#a3afaa;--line:#2d3633;--edge:#76837e;--accent:#62cdb1;--on-accent:#06231b;--warn:#2e2510;--warn-ink:#f3dca4;--warn-line:#b98a25}}
*{box-sizing:border-box}
html{font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);overflow-wrap:anywhere}
main{max-width:42rem;margin:0 auto;padding:clamp(1.25rem,4vw,2.5rem) clamp(1rem,4vw,1.5rem) 3rem}
main.sheet{max-width:34rem}
h1{font-size:clamp(1.5rem,1.2rem + 1.6vw,2rem);line-height:1.2;letter-spacing:-.015em;margin:0 0 .75rem;text-wrap:balance}
h2,legend{font-size:1.125rem;font-weight:700;line-height:1.3;margin:2rem 0 .75rem}
p,ol,ul,dl,pre{margin:0 0 .75rem}
ol,ul{padding-left:1.4rem}
li+li{margin-top:.25rem}
a{color:var(--accent);text-underline-offset:.15em}
code,pre,.address{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.name{font-size:.875rem;font-weight:600;color:var(--soft);margin-bottom:.5rem}
.lead{font-size:1.0625rem;margin-bottom:1.25rem}
.soft{color:var(--soft);font-size:.9375rem}
.notice{background:var(--warn);color:var(--warn-ink);border-left:4px solid var(--warn-line);border-radius:4px;padding:.75rem 1rem;margin:1rem 0}
.button,button{display:inline-block;font:inherit;font-weight:600;line-height:1.25;text-decoration:none;text-align:center;color:var(--ink);background:var(--sheet);border:1px solid var(--edge);border-radius:8px;padding:.7rem 1.25rem;min-height:2.75rem;cursor:pointer}
.button:hover,button:hover{border-color:var(--accent)}
.primary{color:var(--on-accent);background:var(--accent);border-color:var(--accent)}
.primary:hover{text-decoration:underline}
.box{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:1rem 1.125rem}
.box>:last-child{margin-bottom:0}
.copyable{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:flex-end;gap:.5rem .75rem;background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:.625rem .75rem;margin:0 0 .75rem}
.copyable pre{flex:1 1 16rem;min-width:0;margin:0;white-space:pre-wrap}
.whole{white-space:nowrap}
.copyable button{min-height:2.25rem;min-width:5.5rem;padding:.35rem .75rem;font-size:.875rem}
.state{display:flex;align-items:baseline;gap:.5rem}
.state::before{content:"";flex:none;width:.625rem;height:.625rem;border-radius:50%;background:var(--accent)}
.state.troubled::before{background:var(--warn-line)}
.clients{border-top:1px solid var(--line);margin-bottom:.75rem}
.clients details{border-bottom:1px solid var(--line)}
summary{cursor:pointer;font-weight:600;padding:.75rem .25rem}
summary:hover{color:var(--accent)}
details[open]>summary{margin-bottom:.25rem}
.body{padding:0 .25rem .75rem}
.body>:first-child{margin-top:0}
dl{display:grid;gap:1rem}
dl div{min-width:0}
dt{font-size:.875rem;color:var(--soft)}
dd{margin:0}
dd.said,dd.address{font-size:1.125rem;font-weight:600;overflow:clip}
fieldset{border:0;margin:1.75rem 0;padding:0;min-width:0}
legend{margin-top:0;padding:0}
.grant{display:grid;grid-template-columns:1.25rem 1fr;gap:.125rem .75rem;padding:.25rem 0}
.grant+.grant{border-top:1px solid var(--line);margin-top:.75rem;padding-top:1rem}
.grant small{grid-column:2;font-size:.9375rem;color:var(--soft)}
.grant strong{font-weight:600}
.fixed::before{content:"✓"/"";font-weight:700;color:var(--accent);text-align:center}
input[type=checkbox]{width:1.25rem;height:1.25rem;margin:.15rem 0 0;accent-color:var(--accent)}
label.grant{cursor:pointer}
.actions{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin:1.25rem 0}
footer{margin-top:2.5rem;color:var(--soft);font-size:.875rem}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[hidden]{display:none!important}
@media (max-width:24rem){.actions{grid-template-columns:1fr}}
@media (prefers-reduced-motion:no-preference){.button,button{transition:border-color .15s}}
`;
