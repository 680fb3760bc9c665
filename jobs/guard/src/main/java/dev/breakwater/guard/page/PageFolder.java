package dev.breakwater.guard.page;

import dev.breakwater.guard.page.PageUpdate.PageNames;
import dev.breakwater.report.incident.IncidentStory;
import dev.breakwater.report.incident.PageSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the pages, and its index. A file appears only when it is complete, because it is written under another
 * name and then renamed. Other files in the folder are never replaced or deleted. Only one thread at a time may use
 * this class.
 */
final class PageFolder {

    private static final Logger LOG = LoggerFactory.getLogger(PageFolder.class);
    private static final String ENDING = ".html";
    private static final String INDEX = "index" + ENDING;
    private static final Comparator<PageSummary> NEWEST = Comparator.comparing(
                    (PageSummary r) -> r.state().live())
            .thenComparing(r -> r.state().live() ? r.since() : r.until())
            .thenComparing(PageSummary::page)
            .reversed();

    private final Path folder;
    private final int keep;
    private final Map<String, PageSummary> rows = new HashMap<>();
    private boolean scanned;

    /** @param keep number of pages of ended incidents to keep; pages of open incidents are always kept */
    PageFolder(Path folder, int keep) {
        this.folder = folder.toAbsolutePath();
        this.keep = keep;
    }

    Path path() {
        return folder;
    }

    /**
     * Creates the folder if it is missing, and reads its content once. Marks the pages of open incidents that no job
     * updates any more.
     *
     * @param followed the pages that are still updated
     */
    void prepare(Set<String> followed) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            rows.clear();
        }
        if (scanned) return;
        scan();
        scanned = true;
        for (PageSummary row : List.copyOf(rows.values())) {
            if (!row.state().live() || followed.contains(row.page())) continue;
            replace(row.page() + ENDING, row.lostHtml());
            rows.put(row.page(), row.lost());
        }
    }

    private void scan() throws IOException {
        rows.clear();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                Optional<PageSummary> row = PageSummary.read(file);
                // the name must be checked, because a made-up name could make the link run a script
                row.filter(r -> r.page().equals(PageNames.of(r.page())))
                        .filter(r -> file.getFileName().toString().equals(r.page() + ENDING))
                        .ifPresent(r -> rows.put(r.page(), r));
            }
        }
    }

    void write(IncidentStory story) throws IOException {
        if (replace(story.page() + ENDING, story.html())) {
            rows.put(story.page(), PageSummary.of(story));
        }
    }

    /** Deletes old pages, and writes the index of the remaining pages. */
    void index() throws IOException {
        List<PageSummary> sorted = new ArrayList<>(rows.values());
        sorted.sort(NEWEST);
        int ended = 0;
        for (PageSummary row : List.copyOf(sorted)) {
            if (row.state().live() || ++ended <= keep) continue;
            Path file = folder.resolve(row.page() + ENDING);
            if (PageSummary.isOurs(file)) Files.delete(file);
            rows.remove(row.page());
            sorted.remove(row);
        }
        replace(INDEX, PageSummary.index(sorted));
    }

    /** Writes a page, and returns whether it was written. A file that Breakwater did not write is not replaced. */
    private boolean replace(String name, String html) throws IOException {
        Path target = folder.resolve(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !PageSummary.isOurs(target)) {
            LOG.warn("{} was not written by Breakwater, so it is not replaced", target);
            return false;
        }
        Path draft = folder.resolve(".breakwater-page.tmp");
        Files.deleteIfExists(draft);
        ByteBuffer bytes = ByteBuffer.wrap(html.getBytes(StandardCharsets.UTF_8));
        try (FileChannel out = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) out.write(bytes);
            out.force(false);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
