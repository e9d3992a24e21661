// An image of folders and files, as a stream and as a file.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace OpenImapi2
{
    public class ImageJob : Job
    {
        const int NoEmulation = 0, PlatformEfi = 0xEF, ChunkBlocks = 256;

        // Each stands in the root under its own name.
        public string[] Sources = new string[0];
        public string VolumeName, BootImage, UefiBootImage, Destination;
        public int MediaType, FileSystems; // FileSystems 0: those of the kind of media
        public bool Replace;
        public int Files { get; private set; }
        public int Folders { get; private set; }

        protected override void Work()
        {
            var image = (IFileSystemImage2)Server.Image();
            image.ChooseImageDefaultsForMediaType(MediaType);
            if (FileSystems != 0) image.SetFileSystemsToCreate(FileSystems);
            if (VolumeName != null) image.SetVolumeName(VolumeName);
            Boot(image);
            foreach (var source in Sources) {
                StopIfCancelled();
                Tell("Adding " + Path.GetFileName(source), 0, 0, -1);
                image.GetRoot().AddTree(source, true);
            }
            var result = image.CreateResultImage();
            Files = image.GetFileCount();
            Folders = image.GetDirectoryCount();
            Save(result.GetImageStream(), (long)result.GetTotalBlocks() * result.GetBlockSize(), result.GetBlockSize());
        }

        void Boot(IFileSystemImage2 image)
        {
            IBootOptions bios = BootImage == null ? null : Options(BootImage, 0), uefi = UefiBootImage == null ? null : Options(UefiBootImage, PlatformEfi);
            if (bios != null && uefi != null) image.SetBootImageOptionsArray(new object[] { bios, uefi });
            else if (bios != null || uefi != null) image.SetBootImageOptions(bios ?? uefi);
        }

        static IBootOptions Options(string file, int platform)
        {
            var options = (IBootOptions)Server.BootOptions();
            options.AssignBootImage(Server.OpenFile(file));
            options.SetPlatformId(platform);
            options.SetEmulation(NoEmulation); // a floppy's size has chosen a floppy
            return options;
        }

        void Save(IStream stream, long size, int blockBytes)
        {
            var count = Marshal.AllocCoTaskMem(4);
            try {
                var buffer = new byte[blockBytes * ChunkBlocks];
                using (var file = new NewFile(Destination)) {
                    for (long done = 0; done < size;) {
                        StopIfCancelled();
                        Tell("Writing the image", done, size, -1);
                        stream.Read(buffer, (int)Math.Min(size - done, buffer.Length), count);
                        var got = Marshal.ReadInt32(count);
                        if (got <= 0) throw new EndOfStreamException("The image ends before its size.");
                        file.Stream.Write(buffer, 0, got);
                        done += got;
                    }
                    file.Keep(Replace);
                }
            } finally {
                Marshal.FreeCoTaskMem(count);
            }
        }
    }
}
