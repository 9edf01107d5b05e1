namespace SqlTls.Tests.Audit.Readers;

/// <summary>Notebooks of Jupyter: a line of source is a string of JSON.</summary>
public class NotebookTests
{
    private const string Notebook = """
        {
         "cells": [
          {
           "cell_type": "code",
           "execution_count": 1,
           "metadata": {},
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": ["it is the server's\n"]
            }
           ],
           "source": [
            "import pyodbc\n",
            "# conn = pyodbc.connect(\"Driver={SQL Server};Server=old;Encrypt=no\")\n",
            "conn = pyodbc.connect(\"DRIVER={ODBC Driver 17 for SQL Server};SERVER=db;DATABASE=x;TrustServerCertificate=yes\")\n",
            "url = f\"DRIVER={{ODBC Driver 18 for SQL Server}};SERVER={server};DATABASE={database};UID={user};Encrypt=no\"\n",
            "engine = create_engine('mssql+pyodbc://sa@db/x?driver=ODBC+Driver+18+for+SQL+Server&TrustServerCertificate=yes')\n",
            "parts = ('DRIVER={ODBC Driver 18 for SQL Server};'\n",
            "         'SERVER=db;DATABASE=x;'\n",
            "         'Encrypt=no;TrustServerCertificate=yes')"
           ]
          }
         ],
         "metadata": {"kernelspec": {"name": "python3"}},
         "nbformat": 4
        }
        """;

    [Fact]
    public void Each_line_of_source_is_read_through_its_escaped_quotes() => Assert.Equal(
        "17:30 SQLTLS1002,17:30 SQLTLS1003,18:15 SQLTLS1001,19:30 SQLTLS1002,22:16 SQLTLS1001,22:16 SQLTLS1002",
        Findings.In("a.ipynb", Notebook));
}
