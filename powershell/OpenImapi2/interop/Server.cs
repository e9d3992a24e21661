// Where the objects come from: the IMAPI2 that is registered, Microsoft's or ours, and where none is, the DLLs in the
// module's folder, of which nothing is registered.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace OpenImapi2
{
    public static class Server
    {
        const int ClassNotRegistered = unchecked((int)0x80040154), DllNotFound = unchecked((int)0x800401F8),
            ModuleNotFound = unchecked((int)0x8007007E), NotOfThisArchitecture = unchecked((int)0x800700C1);
        // Not the error object that some other call has left in this thread.
        public static readonly IntPtr NoErrorInfo = new IntPtr(-1);
        static readonly Guid iunknown = new Guid("00000000-0000-0000-C000-000000000046");

        // The folder with imapi2.dll and imapi2fs.dll of this process' architecture.
        public static string OwnFolder;
        // They come first, whatever is registered.
        public static bool PreferOwn;

        [ComImport, Guid("00000001-0000-0000-C000-000000000046"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
        interface IClassFactory
        {
            [return: MarshalAs(UnmanagedType.IUnknown)]
            object CreateInstance([MarshalAs(UnmanagedType.IUnknown)] object outer, ref Guid iid);
            void LockServer(bool locked);
        }

        [UnmanagedFunctionPointer(CallingConvention.StdCall)]
        delegate int GetClassObject(ref Guid clsid, ref Guid iid, [MarshalAs(UnmanagedType.IUnknown)] out object factory);

        [DllImport("ole32.dll")]
        static extern int CoCreateInstance(ref Guid clsid, IntPtr outer, uint context, ref Guid iid,
            [MarshalAs(UnmanagedType.IUnknown)] out object created);
        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        static extern IntPtr LoadLibraryExW(string file, IntPtr reserved, uint flags);
        [DllImport("kernel32.dll", CharSet = CharSet.Ansi, ExactSpelling = true)]
        static extern IntPtr GetProcAddress(IntPtr module, string name);
        [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
        static extern IntPtr GetModuleHandleW(string name);
        [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
        static extern uint FormatMessageW(uint flags, IntPtr source, int message, uint language, [Out] char[] buffer, uint size, IntPtr arguments);
        [DllImport("shlwapi.dll", CharSet = CharSet.Unicode, PreserveSig = false)]
        static extern void SHCreateStreamOnFileEx(string file, uint mode, uint attributes, bool create, IntPtr reserved, out IStream stream);

        public static object Master() { return Create("2735412E-7F64-5B0F-8F00-5D77AFBE261E", "imapi2.dll"); }
        public static object Writer() { return Create("2735412A-7F64-5B0F-8F00-5D77AFBE261E", "imapi2.dll"); }
        public static object Eraser() { return Create("2735412B-7F64-5B0F-8F00-5D77AFBE261E", "imapi2.dll"); }
        public static object Image() { return Create("2C941FC5-975B-59BE-A960-9A2A262853A5", "imapi2fs.dll"); }
        public static object BootOptions() { return Create("2C941FCE-975B-59BE-A960-9A2A262853A5", "imapi2fs.dll"); }

        public static IDiscRecorder2 Recorder(string id)
        {
            var recorder = (IDiscRecorder2)Create("2735412D-7F64-5B0F-8F00-5D77AFBE261E", "imapi2.dll");
            recorder.InitializeDiscRecorder(id);
            return recorder;
        }

        // For reading; others may read, but not write.
        public static IStream OpenFile(string path)
        {
            IStream stream;
            SHCreateStreamOnFileEx(path, 0x20, 0, false, IntPtr.Zero, out stream); // STGM_READ | STGM_SHARE_DENY_WRITE
            return stream;
        }

        // Whether a text is what .NET says, in its language, where an object has left no words.
        public static bool IsPlain(string text, int code)
        {
            return code < 0 && Marshal.GetExceptionForHR(code, NoErrorInfo).Message == text;
        }

        // The text that the DLL or the system has for a code, or null.
        public static string TextOf(int code)
        {
            foreach (var name in new[] { "imapi2.dll", "imapi2fs.dll", null }) {
                var module = name == null ? IntPtr.Zero : GetModuleHandleW(name);
                if (name != null && module == IntPtr.Zero) continue;
                var buffer = new char[1024];
                // IGNORE_INSERTS, and FROM_HMODULE or FROM_SYSTEM
                var length = FormatMessageW(0x200u | (name == null ? 0x1000u : 0x800u), module, code, 0, buffer, 1024, IntPtr.Zero);
                if (length > 0) return new string(buffer, 0, (int)length).Trim();
            }
            return null;
        }

        static object Create(string clsid, string dll)
        {
            var id = new Guid(clsid);
            object created;
            var own = OwnFolder == null ? null : Path.Combine(OwnFolder, dll);
            var has = own != null && File.Exists(own);
            if (has && PreferOwn) return FromFile(own, id);
            var iid = iunknown;
            var code = CoCreateInstance(ref id, IntPtr.Zero, 1, ref iid, out created); // CLSCTX_INPROC_SERVER
            if (code >= 0) return created;
            var missing = code == ClassNotRegistered || code == DllNotFound || code == ModuleNotFound || code == NotOfThisArchitecture;
            if (missing && has) return FromFile(own, id);
            Marshal.ThrowExceptionForHR(code, NoErrorInfo);
            return null;
        }

        static object FromFile(string path, Guid clsid)
        {
            object factory;
            var iid = new Guid("00000001-0000-0000-C000-000000000046");
            var module = LoadLibraryExW(path, IntPtr.Zero, 8); // LOAD_WITH_ALTERED_SEARCH_PATH
            if (module == IntPtr.Zero) Marshal.ThrowExceptionForHR(Marshal.GetHRForLastWin32Error());
            var entry = (GetClassObject)Marshal.GetDelegateForFunctionPointer(GetProcAddress(module, "DllGetClassObject"), typeof(GetClassObject));
            Marshal.ThrowExceptionForHR(entry(ref clsid, ref iid, out factory));
            iid = iunknown;
            return ((IClassFactory)factory).CreateInstance(null, ref iid);
        }
    }
}
