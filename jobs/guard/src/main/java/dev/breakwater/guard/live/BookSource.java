package dev.breakwater.guard.live;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.connectors.source.AskingSource;
import dev.breakwater.guard.wire.BookNews;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * The configuration file while the job runs. It has no position: each start emits the file's present content, which is
 * no news for a job that already has that book. Use it with parallelism 1; it emits the maximal watermark at once. The
 * file must be on a path that this task sees too; otherwise the source emits nothing.
 */
public final class BookSource extends AskingSource<BookNews> {

    private static final long serialVersionUID = 1L;

    private final ConfigFile first;
    private final Settings built;
    private final String books;

    /**
     * Looks at a file again and again.
     *
     * @param first the file as the job was built with it
     * @param built what it said
     * @param books folder in which each accepted book is kept
     */
    public BookSource(ConfigFile first, Settings built, String books) {
        this.first = first;
        this.built = built;
        this.books = books;
    }

    @Override
    protected BookReader reader(Counter read) {
        return new BookReader(first, built, Folders.of(books), System::currentTimeMillis, read);
    }

    @Override
    protected AskingReader<BookNews> reader(Counter read, MetricGroup own) {
        return reader(read).measuredIn(own);
    }

    @Override
    public TypeInformation<BookNews> getProducedType() {
        return TypeInformation.of(BookNews.class);
    }
}
