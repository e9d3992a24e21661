// Counts the cases of a suite, and prints a line for each: "ok NAME", "not ok NAME: why".
using System;

namespace OpenImapi2.Tests;

static class Check
{
    static int count;

    public static void True(string name, bool condition, object? why)
    {
        count++;
        Console.WriteLine(condition ? $"ok {name}" : $"not ok {name}: {why}");
    }

    public static void Equal<T>(string name, T actual, T expected) =>
        True(name, Equals(actual, expected), $"\"{actual}\", not \"{expected}\"");

    public static void Done() => Console.WriteLine($"done {count}");
}
