System.Console.WriteLine("The build proved its connections.");
