/** The look of every page that the server writes itself, in light and dark, down to the width of a phone. */
export const styles = `
:root { --ink: #16202c; --soft: #4d5b6b; --ground: #f3f5f8; --card: #fff; --line: #c9d2dc; --main: #1c4fd6; --on: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9eef4; --soft: #a9b6c4; --ground: #10161d; --card: #19222c; --line: #3a4755; --main: #9db8ff; --on: #0d1830; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 8vh auto; padding: 1.5rem 2rem 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
.brand { margin: 0; color: var(--soft); font-weight: 600; font-size: 0.875rem; }
h1 { margin: 0.5rem 0 1rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1rem; }
p, li, dd { overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.25rem; }
li { margin: 0.25rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
.note { color: var(--soft); font-size: 0.875rem; }
.choices { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.5rem; }
form { margin: 0; }
.choices form { flex: 1 1 8rem; display: flex; }
label { display: block; margin-bottom: 0.25rem; font-weight: 600; }
input { width: 100%; padding: 0.6rem 0.75rem; border: 1px solid var(--soft); border-radius: 0.5rem; background: var(--card); color: inherit; font: inherit; }
button, .button { flex: 1; width: 100%; min-height: 2.75rem; padding: 0.5rem 1rem; border: 1px solid var(--main); border-radius: 0.5rem; background: var(--card); color: var(--main); font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; }
button.main { background: var(--main); color: var(--on); }
form > button:not(:first-child) { margin-top: 0.75rem; }
.choices form > button { margin-top: 0; }
a { color: var(--main); }
code { white-space: nowrap; }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
@media (max-width: 30rem) { body { padding: 0; background: var(--card); } main { margin: 0; padding: 1.25rem; border: 0; border-radius: 0; } }
`;
