package dev.breakwater.report.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exposure.Exposure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ExposurePageTest {

    private static final String HOSTILE = "</h3><script>alert(1)</script>\" onload='x' \u202Egnp.exe\u0000 &amp;";

    @Test
    void saysWhatCanCostWhatAndWhoCanStartIt() throws Exception {
        assertThat(text(SampleExposure.of("checkout").html()))
                .contains("4 functions: anyone can start 1; 1 loop; at worst 55.20 USD an hour for one function.")
                .contains("a weekend of it$3,456")
                .contains(
                        "checkout publicwide rights",
                        "1,024 MB · arm64 · timeout 30 s",
                        "an hour$55.20$7.20 of it requests")
                .contains(
                        "function URL without auth",
                        "we suggest a reservation of 20",
                        "If it were compromised: change any function")
                .contains(
                        "orders → sqs orders-retry → orders",
                        "(certain)",
                        "untagged: orders, thumbnails, nightly-export")
                .contains("not read: role of checkout: access denied (needs iam:GetRole)", "prices of eu-west-1");
    }

    @Test
    void aHostileNameStaysText() throws Exception {
        String html = SampleExposure.of(HOSTILE).html();
        assertThat(html)
                .doesNotContain("<script", "\u202E", "\u0000")
                .contains("&lt;script&gt;alert(1)", "\\u202Egnp.exe");
        assertThat(parse(html).getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void loadsNothingAndIsTheSameBytesAgain() {
        String html = SampleExposure.of("checkout").html();
        assertThat(html)
                .doesNotContain("http://", "https://", "url(", "@import", "src=\"", "<link", "<script", "href=");
        assertThat(html).contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
        assertThat(SampleExposure.of("checkout").html()).isEqualTo(html);
    }

    @Test
    void anAccountOfNothingSaysSo() throws Exception {
        ExposureReport nothing =
                new ExposureReport(new Exposure(List.of(), List.of(), List.of()), List.of(), List.of(), false);
        assertThat(text(nothing.html())).contains("No function could be read", "unused for 30 days: not known");
    }

    private static String text(String html) throws Exception {
        return parse(html).getElementsByTagName("main").item(0).getTextContent().replaceAll("\\s*\n\\s*", "");
    }

    /** Parses the page as XML. Fails if the page is not well-formed. */
    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
    }
}
