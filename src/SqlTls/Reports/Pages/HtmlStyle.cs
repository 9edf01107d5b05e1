namespace SqlTls.Reports.Pages;

/// <summary>The style of the HTML page: the system's own fonts, light or dark as the reader has it.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """

        :root {
          color-scheme: light dark;
          --page: #ffffff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --field: #f6f8fa; --link: #0550ae;
          --good: #116329; --bad: #a40e26; --warning: #7d4e00;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --field: #161b22; --link: #79c0ff;
            --good: #56d364; --bad: #ff7b72; --warning: #e3b341;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        main, footer { max-width: 60rem; margin: 0 auto; padding: 1rem; }
        footer { color: var(--soft); font-size: .875rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 1rem 0; }
        h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        p { margin: .5rem 0; }
        a { color: var(--link); }
        .good, .good a { color: var(--good); } .bad, .bad a { color: var(--bad); } .warning, .warning a { color: var(--warning); } .quiet { color: var(--soft); }
        .sign { font-weight: 700; }
        .diagnosis { color: inherit; margin: 1rem 0; padding: .5rem 1rem; background: var(--field); border-left: .25rem solid var(--line); }
        .diagnosis.bad { border-color: var(--bad); } .diagnosis.warning { border-color: var(--warning); }
        .diagnosis a { color: var(--link); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0; }
        dt { color: var(--soft); } dd { margin: 0; }
        table { width: 100%; border-collapse: collapse; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); }
        th { color: var(--soft); font-weight: 400; white-space: nowrap; }
        td > span { white-space: nowrap; }
        td:first-child, td:nth-child(2) { white-space: nowrap; }
        td:nth-child(2) { max-width: 20rem; white-space: normal; }
        details { color: var(--soft); font-size: .875rem; } summary { cursor: pointer; }
        figure { margin: .75rem 0; } figcaption { color: var(--soft); font-size: .875rem; }
        pre { margin: .25rem 0 0; padding: .75rem; background: var(--field); border: 1px solid var(--line); border-radius: .375rem;
          font: .875rem/1.5 ui-monospace, monospace; white-space: pre-wrap; user-select: all; }
        @media (max-width: 40rem) {
          dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .5rem; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          table, tbody, tr, td { display: block; }
          tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
          td, td:first-child, td:nth-child(2) { border: 0; padding: .125rem 0; white-space: normal; max-width: none; }
          td:first-child { font-weight: 600; }
        }

        """;
}
