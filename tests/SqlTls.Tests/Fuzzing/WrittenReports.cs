using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CsCheck;
using SqlTls.Reports;
using SqlTls.Reports.Pages;
using SqlTls.Tests.Tds;

namespace SqlTls.Tests.Fuzzing;

/// <summary>Reports that were written, and then damaged, are read or refused as JSON is; what was read can be written.</summary>
public sealed class WrittenReports
{
    private static readonly MethodInfo Fuzz = typeof(WrittenReports).GetMethod(nameof(FuzzReport), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Every kind that is read and written.</summary>
    public static TheoryData<Type> Kinds => [.. typeof(ReportContext).GetCustomAttributesData().Where(data => data.ConstructorArguments is [{ Value: Type }, ..]).Select(data => (Type)data.ConstructorArguments[0].Value!)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Of_each_kind_are_read_or_refused(Type kind) =>
        Fuzz.MakeGenericMethod(kind).CreateDelegate<Action>()();

    [Fact]
    public void With_any_words_can_be_shown() => Cases.Run(
        Gen.String,
        text =>
        {
            var run = new RunReport(DateTimeOffset.UnixEpoch) { Setup = (UpReport)Sample(typeof(UpReport), text), Audit = (AuditReport)Sample(typeof(AuditReport), text) };
            _ = HtmlPage.Write(run) + MarkdownPage.Write(run);
        },
        _ => false,
        text => text,
        usual: 2_000);

    private static void FuzzReport<T>() => Cases.Run(
        Texts(ReportJson.WriteLine((T)Sample(typeof(T), "a, \"b\" é"))),
        text => _ = ReportJson.Write(ReportJson.Read<T>(text)),
        exception => exception is JsonException,
        text => text,
        usual: 2_000);

    private static Gen<string> Texts(string good) => Gen.OneOf(Gen.String, Damaged.Of(Encoding.UTF8.GetBytes(good)).Select(Encoding.UTF8.GetString));

    // A report with something in every member: what a damaged one can go wrong in has to stand in it first.
    private static object Sample(Type type, string text)
    {
        if (type == typeof(string))
        {
            return text;
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Sample(inner, text);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(0)!;
        }

        if (type.IsGenericType && type.GetGenericArguments() is [var key, var value])
        {
            var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
            entries.Add(Sample(key, text), Sample(value, text));
            return entries;
        }

        if (type.IsGenericType && type.GetGenericArguments() is [var element])
        {
            var one = Array.CreateInstance(element, 1);
            one.SetValue(Sample(element, text), 0);
            return one;
        }

        if (type.IsValueType)
        {
            return Activator.CreateInstance(type)!;
        }

        ConstructorInfo constructor = type.GetConstructors().OrderByDescending(each => each.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType, text))]);
    }
}
