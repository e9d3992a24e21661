// A file under another name beside its own, which it gets when it is whole.
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace OpenImapi2
{
    public sealed class NewFile : IDisposable
    {
        const int FileExists = unchecked((int)0x80070050), Tries = 100, LongName = 248;
        const uint ReplaceExisting = 1; // MOVEFILE_REPLACE_EXISTING

        readonly string path, beside;
        bool isKept;

        public readonly FileStream Stream;

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        static extern bool MoveFileExW(string from, string to, uint flags);

        // The first free name of PATH.part, PATH.2.part and so on: the others are somebody's.
        public NewFile(string path)
        {
            this.path = path;
            for (var i = 1; Stream == null; i++) {
                beside = i == 1 ? path + ".part" : path + "." + i + ".part";
                try {
                    Stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                } catch (IOException error) {
                    if (error.HResult != FileExists || i == Tries) throw;
                }
            }
        }

        // Without replace, a file that has come to stand in its place meanwhile stays, and this fails.
        public void Keep(bool replace)
        {
            Stream.Dispose();
            if (!MoveFileExW(Name(beside), Name(path), replace ? ReplaceExisting : 0))
                Marshal.ThrowExceptionForHR(Marshal.GetHRForLastWin32Error(), Server.NoErrorInfo);
            isKept = true;
        }

        public void Dispose()
        {
            try {
                Stream.Dispose();
            } finally {
                if (!isKept) File.Delete(beside);
            }
        }

        // Of a name that is too long for MAX_PATH, the form that has no limit.
        static string Name(string full)
        {
            if (full.Length < LongName || full.StartsWith(@"\\?\")) return full;
            return full.StartsWith(@"\\") ? @"\\?\UNC" + full.Substring(1) : @"\\?\" + full;
        }
    }
}
