using System.Text;
using SqlTls.Endpoint.Queries;
using SqlTls.Tds;

namespace SqlTls.Endpoint.Sessions;

/// <summary>Questions and answers after the login.</summary>
internal sealed class Conversation(Stream stream, SessionFacts facts)
{
    private const int MessageLimit = 1024 * 1024;
    private const byte ResetConnection = 0x08;
    private const byte ResetConnectionKeepTransaction = 0x10;
    private long _transactionId;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await TdsMessage.ReadAsync(stream, MessageLimit, cancellationToken) is { } message)
        {
            var answer = new TokenWriter();
            if ((message.Status & (ResetConnection | ResetConnectionKeepTransaction)) != 0)
            {
                answer.ConnectionReset();
            }

            Answer(message, answer);
            await TdsMessage.WriteAsync(stream, PacketType.TabularResult, answer.ToPayload(), facts.PacketSize, cancellationToken);
        }
    }

    private void Answer(TdsMessage message, TokenWriter answer)
    {
        switch (message.Type)
        {
            case PacketType.SqlBatch:
                Run(Encoding.Unicode.GetString(Headers.Skip(message.Payload.Span)), answer);
                break;
            case PacketType.Rpc:
                Call(RemoteCall.Parse(Headers.Skip(message.Payload.Span)), answer);
                break;
            case PacketType.TransactionManager:
                Transact(Headers.Skip(message.Payload.Span), answer);
                break;
            case PacketType.Attention:
                answer.Done(TokenWriter.Completion.Attention);
                break;
            default:
                throw new TdsProtocolException($"A {message.Type} message came after the login.");
        }
    }

    private void Run(string batch, TokenWriter answer)
    {
        if (Results(batch, answer) is not { } results)
        {
            answer.Done(TokenWriter.Completion.Failed);
            return;
        }

        for (int i = 0; i < results.Count; i++)
        {
            TokenWriter.Completion more = i < results.Count - 1 ? TokenWriter.Completion.More : TokenWriter.Completion.Final;
            int rows = Write(results[i], answer);
            answer.Done(more | (rows > 0 ? TokenWriter.Completion.Counted : TokenWriter.Completion.Final), rows);
        }

        if (results.Count == 0)
        {
            answer.Done(TokenWriter.Completion.Final);
        }
    }

    private void Call(RemoteCall call, TokenWriter answer)
    {
        IReadOnlyList<ResultSet?>? results = null;
        if (call.IsExecuteSql)
        {
            results = Results(call.Statement, answer);
        }
        else
        {
            answer.Failed(SqlError.NotUnderstood($"The procedure {call.Procedure} is not here."), facts.ServerName);
        }

        foreach (ResultSet? result in results ?? [])
        {
            int rows = Write(result, answer);
            answer.DoneInProcedure(TokenWriter.Completion.More | (rows > 0 ? TokenWriter.Completion.Counted : TokenWriter.Completion.Final), rows);
        }

        answer.Returned(results is null ? 1 : 0);
        answer.DoneProcedure(results is null ? TokenWriter.Completion.Failed : TokenWriter.Completion.Final);
    }

    private IReadOnlyList<ResultSet?>? Results(string batch, TokenWriter answer)
    {
        try
        {
            return Batch.Run(batch, facts);
        }
        catch (SqlNotUnderstoodException exception)
        {
            answer.Failed(exception.Error, facts.ServerName);
            return null;
        }
    }

    private static int Write(ResultSet? result, TokenWriter answer)
    {
        if (result is null)
        {
            return 0;
        }

        answer.Rows(result);
        return 1;
    }

    // Requests 5, 7 and 8: begin, commit, roll back (MS-TDS 2.2.6.9). Their environment changes have the numbers 8, 9 and 10.
    private void Transact(ReadOnlySpan<byte> request, TokenWriter answer)
    {
        int kind = request.Length >= 2 ? request[0] | (request[1] << 8) : 0;
        switch (kind)
        {
            case 5:
                answer.TransactionBegan(++_transactionId);
                break;
            case 7:
                answer.TransactionEnded(9, _transactionId);
                break;
            case 8:
                answer.TransactionEnded(10, _transactionId);
                break;
            default:
                answer.Failed(SqlError.NotUnderstood($"Transaction request {kind} is not known here."), facts.ServerName);
                answer.Done(TokenWriter.Completion.Failed);
                return;
        }

        answer.Done(TokenWriter.Completion.Final);
    }
}
