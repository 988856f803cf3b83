package dev.headroom.tsdb;

import dev.headroom.files.FileHeader;

/// The records of the log: batches of samples, with the labels of the series that their segment has not mentioned yet.
final class LogRecords {

    /* The format, version 3. A segment is a FileHeader of kind HRMDBLOG and records of Records. A batch is one record
     * or, when it is large, several of which all but the last say that more follows; a batch whose last record is
     * missing was not committed. Each record:
     *
     * 1 byte: 1 when more records of the batch follow, 2 when histograms are among its samples, 4 when the rest is
     *     packed by Packer
     * the number of series, each: its number in this segment, the number of its labels, names and values with lengths
     * the timestamp that those of the samples are relative to
     * the number of samples, each: the difference of its series' number to the sample before, its timestamp, its value;
     *     in a packed record first all differences, then all timestamps, then all values, which packs better
     *
     * A value is its bits in reverse order, so that small whole numbers are short. In a record with histograms the
     * difference of the numbers is doubled, and one more for a histogram, which LogHistograms writes in the place of
     * the value. Version 1 had no such records, version 2 no packed ones.
     */

    static final FileHeader HEADER = new FileHeader("HRMDBLOG", 3);
    static final int MORE = 1;
    static final int MIXED = 2;
    static final int PACKED = 4;

    private LogRecords() {}
}
