// Counts the cases of a suite, and prints TAP: a line for each, and the plan at the end.
using System;
using System.Collections.Generic;

namespace OpenImapi2.Tests;

public static class Check
{
    static int count;

    public static void True(string name, bool condition, object? why)
    {
        count++;
        Console.WriteLine(condition ? $"ok {name}" : $"not ok {name}: {$"{why}".ReplaceLineEndings(" ")}");
    }

    public static void Equal<T>(string name, T actual, T expected) =>
        True(name, EqualityComparer<T>.Default.Equals(actual, expected), $"\"{actual}\", not \"{expected}\"");

    // The exception, or null.
    public static Exception? Caught(Action call)
    {
        try {
            call();
        } catch (Exception error) {
            return error;
        }
        return null;
    }

    // The call fails with this type of exception, this HRESULT, and these words in its text.
    public static void Fails<T>(string name, int hresult, string words, Action call) where T : Exception
    {
        var error = Caught(call);
        True(name, error?.GetType() == typeof(T) && error.HResult == hresult && error.Message.Contains(words),
            error == null ? "no exception" : $"{error.GetType()} {error.HResult:X8} {error.Message}");
    }

    public static void Done() => Console.WriteLine($"1..{count}");
}
