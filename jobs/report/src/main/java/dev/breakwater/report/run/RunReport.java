package dev.breakwater.report.run;

import dev.breakwater.report.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Makes {@code report.html} of a run from {@code incidents.jsonl}, {@code open.jsonl}, {@code plots.jsonl},
 * {@code alarms.jsonl}, {@code decisions.jsonl} and {@code summary.json}. The report is one file and loads no other
 * file. The same input gives the same bytes. A live run's folder contains the present state of open incidents instead
 * of a summary.
 */
public final class RunReport {

    private RunReport() {}

    /**
     * Reads the files of the folder and writes {@code report.html} into the same folder.
     *
     * @param out the {@code --out} folder of a run; missing files count as empty
     * @return the page's path
     * @throws IOException if a file cannot be read, or the page cannot be written
     */
    public static Path write(Path out) throws IOException {
        return write(out, out.resolve("report.html"), Instant.MIN);
    }

    /**
     * Reads the files of the folder and writes the page to another place.
     *
     * @param since incidents that ended before this time are left out
     */
    public static Path write(Path run, Path page, Instant since) throws IOException {
        return Files.writeString(page, Pages.render("report.jte", RunStory.read(run, since)));
    }
}
