namespace SqlTls.Endpoint.Queries;

internal enum SqlTokenKind
{
    Word,
    QuotedName,
    Number,
    Text,
    Sign,
}
