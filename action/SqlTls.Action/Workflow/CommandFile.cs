using System.Security.Cryptography;
using System.Text;

namespace SqlTls.Action.Workflow;

/// <summary>A file that a step appends to and the runner reads when the step has ended: outputs, environment, summary.</summary>
/// <param name="path">Its path; null where the runner gives none, and then nothing is written.</param>
internal sealed class CommandFile(string? path)
{
    private const int DelimiterDigits = 32;

    /// <summary>One name with its value. The value ends at a delimiter that nobody can know beforehand, so no value can add a name of its own.</summary>
    public void Set(string name, string value)
    {
        string delimiter = $"sqltls_{RandomNumberGenerator.GetHexString(DelimiterDigits)}";
        Append($"{name}<<{delimiter}\n{value}\n{delimiter}\n");
    }

    public void Append(string text)
    {
        if (!string.IsNullOrEmpty(path))
        {
            File.AppendAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }
}
