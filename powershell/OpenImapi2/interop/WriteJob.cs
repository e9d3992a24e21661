// An image file, or the content of a folder, to the disc in a recorder.
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.ComTypes;

namespace OpenImapi2
{
    [ComVisible(true), ClassInterface(ClassInterfaceType.None)]
    public class WriteJob : Job, DDiscFormat2DataEvents
    {
        const int SectorBytes = 2048, VerifyFull = 2;
        // IMAPI_FORMAT2_DATA_WRITE_ACTION
        static readonly string[] actions = {
            "Checking the disc", "Formatting the disc", "Preparing the drive", "Calibrating the laser", "Writing",
            "Closing the disc", "Finished", "Verifying"
        };
        const int Writing = 4;

        public string RecorderId, Path, VolumeName, ClientName;
        public bool IsFolder, Append, Overwrite, Close, Verify;
        public int SectorsPerSecond = -1;
        public long Bytes { get; private set; }

        protected override void Work()
        {
            var writer = (IDiscFormat2Data)Server.Writer();
            writer.SetRecorder(Server.Recorder(RecorderId));
            writer.SetClientName(ClientName);
            writer.SetForceMediaToBeClosed(Close);
            writer.SetDisableConsumerDvdCompatibilityMode(!Close); // else a DVD+R is closed all the same
            writer.SetForceOverwrite(Overwrite);
            if (Verify) ((IBurnVerification)writer).SetBurnVerificationLevel(VerifyFull);
            if (SectorsPerSecond > 0) Marshal.ThrowExceptionForHR(writer.SetWriteSpeed(SectorsPerSecond, false));
            var data = IsFolder ? ImageOf(writer) : Server.OpenFile(Path);
            System.Runtime.InteropServices.ComTypes.STATSTG stat;
            data.Stat(out stat, 1); // STATFLAG_NONAME
            Bytes = stat.cbSize;
            StopIfCancelled();
            using (new Connection(writer, typeof(DDiscFormat2DataEvents), this)) writer.Write(data);
        }

        IStream ImageOf(IDiscFormat2Data writer)
        {
            var image = (IFileSystemImage2)Server.Image();
            if (Append) {
                Tell("Reading what is on the disc", 0, 0, -1);
                image.SetMultisessionInterfaces(writer.GetMultisessionInterfaces());
                image.ImportFileSystem();
            } else {
                // ChooseImageDefaults of a recorder would make a writer of its own for the same answers.
                image.ChooseImageDefaultsForMediaType(writer.GetCurrentPhysicalMediaType());
                image.SetFreeMediaBlocks(writer.GetFreeSectorsOnMedia());
            }
            if (VolumeName != null) image.SetVolumeName(VolumeName);
            foreach (var entry in Directory.GetFileSystemEntries(Path)) {
                StopIfCancelled();
                Tell("Adding " + System.IO.Path.GetFileName(entry), 0, 0, -1);
                image.GetRoot().AddTree(entry, true);
            }
            return image.CreateResultImage().GetImageStream();
        }

        // In the thread of Write, which is the only one that may stop it.
        void DDiscFormat2DataEvents.Update(object writer, object progress)
        {
            try {
                if (Cancelled) ((IDiscFormat2Data)writer).CancelWrite();
                var now = (IDiscFormat2DataEventArgs)progress;
                var action = now.GetCurrentAction();
                var text = action >= 0 && action < actions.Length ? actions[action] : "Working";
                if (Cancelled) text = "Stopping";
                if (action == Writing)
                    Tell(text, SectorBytes * ((long)now.GetLastWrittenLba() - now.GetStartLba()), SectorBytes * (long)now.GetSectorCount(), now.GetRemainingTime());
                else
                    Tell(text, 0, 0, -1);
            } catch (COMException) {
                // No progress this time.
            }
        }
    }
}
