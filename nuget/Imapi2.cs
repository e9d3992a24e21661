// Objects of the package's own DLLs: nothing is registered, and the registry is not read.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace OpenImapi2
{
    /// <summary>Creates objects of IMAPI2 from the DLLs of this package.</summary>
    public static class Imapi2
    {
        const int ClassNotAvailable = unchecked((int)0x80040111);
        static readonly Dictionary<string, IntPtr> loaded = new Dictionary<string, IntPtr>();
        static Guid iidUnknown = new Guid("00000000-0000-0000-C000-000000000046");
        static Guid iidClassFactory = new Guid("00000001-0000-0000-C000-000000000046");

        /// <summary>Objects come from the IMAPI2 that is registered, Microsoft's or ours, instead of the package's DLLs.</summary>
        public static bool UseRegistered { get; set; }

        /// <summary>The folders in which the DLLs are looked for, in this order.</summary>
        public static IList<string> Folders { get; } = DefaultFolders();

        /// <summary>The object of the class whose interface T is.</summary>
        public static T Create<T>() where T : class
        {
            var clsid = Imapi2Classes.Of(typeof(T));
            if (clsid == Guid.Empty) throw new ArgumentException(typeof(T).Name + " is not the interface of a class that can be created; say the class: Create<T>(Imapi2Classes....).");
            return Create<T>(clsid);
        }

        /// <summary>An object of a class of Imapi2Classes, by its interface T.</summary>
        public static T Create<T>(Guid clsid) where T : class
        {
            if (UseRegistered) return (T)Activator.CreateInstance(Type.GetTypeFromCLSID(clsid, true));
            var code = Factory(Load("imapi2.dll"), clsid, out var factory);
            if (code == ClassNotAvailable) code = Factory(Load("imapi2fs.dll"), clsid, out factory);
            Marshal.ThrowExceptionForHR(code);
            return (T)factory.CreateInstance(null, ref iidUnknown);
        }

        /// <summary>A recorder by its identifier.</summary>
        public static IDiscRecorder2 OpenRecorder(string id)
        {
            var recorder = Create<IDiscRecorder2>();
            recorder.InitializeDiscRecorder(id);
            return recorder;
        }

        /// <summary>A file as a stream for Write, AddFile and AssignBootImage.</summary>
        public static IStream OpenFile(string path)
        {
            SHCreateStreamOnFileEx(Path.GetFullPath(path), 0x20, 0, false, IntPtr.Zero, out var stream); // STGM_READ | STGM_SHARE_DENY_WRITE
            return stream;
        }

        /// <summary>Connects a sink with the events of an object, until what is returned is disposed of.</summary>
        /// <typeparam name="T">The interface of the events, such as DDiscFormat2DataEvents.</typeparam>
        public static IDisposable Connect<T>(object source, T sink) where T : class
        {
            return new Connection(source, typeof(T).GUID, sink);
        }

        sealed class Connection : IDisposable
        {
            readonly IConnectionPoint point;
            readonly int cookie;
            bool over;

            public Connection(object source, Guid events, object sink)
            {
                ((IConnectionPointContainer)source).FindConnectionPoint(ref events, out point);
                point.Advise(sink, out cookie);
            }

            public void Dispose()
            {
                if (!over) point.Unadvise(cookie);
                over = true;
            }
        }

        [ComImport, Guid("00000001-0000-0000-C000-000000000046"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
        interface IClassFactory
        {
            [return: MarshalAs(UnmanagedType.IUnknown)]
            object CreateInstance([MarshalAs(UnmanagedType.IUnknown)] object outer, ref Guid iid);
            void LockServer(bool locked);
        }

        [UnmanagedFunctionPointer(CallingConvention.StdCall)]
        delegate int GetClassObject(ref Guid clsid, ref Guid iid, [MarshalAs(UnmanagedType.IUnknown)] out object factory);

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
        static extern IntPtr LoadLibraryExW(string file, IntPtr reserved, uint flags);
        [DllImport("kernel32.dll", CharSet = CharSet.Ansi, ExactSpelling = true)]
        static extern IntPtr GetProcAddress(IntPtr module, string name);
        [DllImport("shlwapi.dll", CharSet = CharSet.Unicode, PreserveSig = false)]
        static extern void SHCreateStreamOnFileEx(string file, uint mode, uint attributes, bool create, IntPtr reserved, out IStream stream);

        static List<string> DefaultFolders()
        {
            var folders = new List<string>();
            var beside = typeof(Imapi2).Assembly.Location; // empty in a program of one file
            var native = Path.Combine("runtimes", IntPtr.Size == 8 ? "win-x64" : "win-x86", "native");
            foreach (var place in new[] { beside == "" ? "" : Path.GetDirectoryName(beside), AppContext.BaseDirectory }) {
                if (string.IsNullOrEmpty(place)) continue;
                var folder = Path.GetFullPath(Path.Combine(place, "."));
                folder = folder == Path.GetPathRoot(folder) ? folder : folder.TrimEnd('\\', '/');
                if (folders.Contains(folder)) continue;
                folders.Add(folder);
                folders.Add(Path.Combine(folder, native));
            }
            return folders;
        }

        // The first that is there and of this process' architecture.
        static IntPtr Load(string name)
        {
            lock (loaded) {
                if (loaded.TryGetValue(name, out var module)) return module;
                var why = "";
                foreach (var folder in Folders) {
                    var path = Path.Combine(folder, name);
                    if (!File.Exists(path)) continue;
                    module = LoadLibraryExW(path, IntPtr.Zero, 8); // LOAD_WITH_ALTERED_SEARCH_PATH
                    if (module != IntPtr.Zero) return loaded[name] = module;
                    why += " " + path + " could not be loaded (error " + Marshal.GetLastWin32Error() + ").";
                }
                throw new FileNotFoundException(name + " of the package OpenIMAPI2 was not found." + why + " Looked in: " + string.Join("; ", Folders) + ".", name);
            }
        }

        static int Factory(IntPtr module, Guid clsid, out IClassFactory factory)
        {
            var entry = Marshal.GetDelegateForFunctionPointer<GetClassObject>(GetProcAddress(module, "DllGetClassObject"));
            var code = entry(ref clsid, ref iidClassFactory, out var found);
            factory = (IClassFactory)found;
            return code;
        }
    }
}
