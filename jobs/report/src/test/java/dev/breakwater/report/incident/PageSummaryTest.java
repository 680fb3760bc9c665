package dev.breakwater.report.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSummaryTest {

    private static final PageSummary SUMMARY = new PageSummary(
            "3f9c2a71b0de",
            "flood on function a\"b'<c>&amp;\u202Ed",
            "111122223333/eu-west-1",
            "critical",
            PageSummary.State.OPEN,
            "2026-08-05T14:20:00Z",
            "2026-08-05T14:23:00Z",
            "1.50");

    @TempDir
    Path folder;

    @Test
    void whatAPageTellsInOneLineIsReadAgain() throws Exception {
        assertThat(read(SUMMARY.lostHtml())).isEqualTo(SUMMARY.lost());
    }

    @Test
    void aPageOfAnEarlierReleaseIsKnownToo() throws Exception {
        String earlier = SUMMARY.lostHtml().replace("&#34;", "&quot;");
        assertThat(read(earlier)).isEqualTo(SUMMARY.lost());
    }

    @Test
    void anythingElseIsNotOurs() throws Exception {
        assertThat(PageSummary.isOurs(file("<!DOCTYPE html>\n<html lang=\"en\">")))
                .isFalse();
        assertThat(PageSummary.isOurs(folder.resolve("gone.html"))).isFalse();
    }

    private PageSummary read(String html) throws IOException {
        return PageSummary.read(file(html)).orElseThrow();
    }

    private Path file(String html) throws IOException {
        return Files.writeString(folder.resolve("page.html"), html);
    }
}
