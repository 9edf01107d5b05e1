using SqlTls.Reports.Pages;
namespace SqlTls.Action.Tests.Pages;
public class ShowForEyes { [Fact] public void Write() { System.IO.File.WriteAllText("/tmp/act/good.html", HtmlPage.Write(Runs.Good)); System.IO.File.WriteAllText("/tmp/act/bad.html", HtmlPage.Write(Runs.Bad)); System.IO.File.WriteAllText("/tmp/act/bad.md", MarkdownPage.Write(Runs.Bad)); } }
