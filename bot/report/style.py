"""How the page of the report looks."""

STYLE = """
:root { color-scheme: light; --ink: #1b1b1b; --quiet: #555; --line: #ddd; }
* { box-sizing: border-box; }
body { margin: 0; background: #f6f6f4; color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 84rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: .5rem 0 0; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; padding: 0; }
.tiles li, figure, section { background: #fff; border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
.tiles li { list-style: none; color: var(--quiet); line-height: 1.3; }
.tiles b { display: block; font-size: 1.6rem; color: var(--ink); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: .75rem; }
.plots { align-items: start; }
figure { margin: 0; }
figcaption { font-weight: 600; margin-bottom: .5rem; }
svg { display: block; width: 100%; max-width: 30rem; height: auto; }
.plots, .tables { margin-bottom: .75rem; }
.tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: .75rem; }
.tables { align-items: start; }
section { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: bottom; }
th:first-child { text-align: left; overflow-wrap: break-word; }
tbody th { font-weight: 400; }
thead th { color: var(--quiet); font-weight: 600; font-size: .85rem; line-height: 1.2; }
.groups { margin: 0; padding: 0; list-style: none; max-width: 48rem; }
.groups li { padding: .6rem 0; border-top: 1px solid var(--line); }
.groups li:first-child { border-top: 0; }
.groups p { margin: 0; overflow-wrap: anywhere; }
.groups .about { color: var(--quiet); font-size: .85rem; }
@media (max-width: 30rem) { main { padding: .75rem; } table { font-size: .9rem; } th, td { padding: .3rem .2rem; } }
"""
