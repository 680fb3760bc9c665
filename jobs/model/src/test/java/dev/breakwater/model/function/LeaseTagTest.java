package dev.breakwater.model.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.breakwater.model.function.LimitReading.LimitValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTagTest {
    /** The characters that AWS allows in a tag's value. */
    private static final String ALLOWED = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}";

    private static final long UNTIL = Instant.parse("2026-11-29T05:10:00Z").toEpochMilli();
    private static final long NOW = UNTIL - 3_600_000;

    private static LeaseTag tag(int set, int was, List<Integer> from) {
        return new LeaseTag(set, was, from, UNTIL, "prod", "k3f9");
    }

    @Test
    void saysInPlainTextWhatIsSetAndHowToUndoIt() {
        assertThat(tag(9, 240, List.of()).text())
                .startsWith("1 set=9 was=240 until=2026-11-29T05:10:00Z by=prod id=k3f9 crc=");
        assertThat(tag(9, LimitValue.NONE, List.of()).text()).contains(" was=none ");
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            List<Integer> from = new ArrayList<>();
            for (int n = random.nextInt(5); n > 0; n--) from.add(random.nextInt(3_000));
            LeaseTag tag = new LeaseTag(
                    random.nextInt(3_000),
                    random.nextInt(3_001) - 1,
                    List.copyOf(from),
                    UNTIL + random.nextInt(86_400_000),
                    random.nextBoolean() ? "prod" : "Größe 1 = \"groß\", ja",
                    Long.toString(random.nextInt(1 << 20), 36));
            assertThat(LeaseTag.read(tag.text()).tag()).isEqualTo(tag);
            assertThat(tag.text()).matches(ALLOWED);
        }
    }

    @Test
    void aLongHistoryLosesItsOldestValuesAndNothingElse() {
        List<Integer> from = new ArrayList<>();
        for (int i = 0; i < 200; i++) from.add(1_000 + i);
        LeaseTag read = LeaseTag.read(tag(9, 240, from).text()).tag();
        assertThat(tag(9, 240, from).text()).hasSizeLessThanOrEqualTo(256);
        assertThat(read.from())
                .hasSizeGreaterThan(20)
                .isEqualTo(from.subList(200 - read.from().size(), 200));
        assertThat(read).isEqualTo(tag(9, 240, read.from()));
        assertThat(read.values()).contains(9, 1_199).doesNotContain(1_000);
    }

    @Test
    void theLongestNameFits() {
        LeaseTag tag = new LeaseTag(
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                List.of(),
                UNTIL,
                "n".repeat(500),
                Long.toString(Long.MAX_VALUE, 36));
        assertThat(tag.text()).matches(ALLOWED);
        assertThat(LeaseTag.read(tag.text()).tag()).isEqualTo(tag);
        assertThat(tag.isOf("n".repeat(500))).isTrue();
    }

    @Test
    void anOwnerIsKnownByItsNameWhateverTheTagMakesOfIt() {
        LeaseTag tag = new LeaseTag(9, 240, List.of(), UNTIL, " prod, eu ", "k3f9");
        assertThat(tag.isOf(" prod, eu ")).isTrue();
        assertThat(tag.isOf("prod")).isFalse();
    }

    /** A letter that was changed by hand is noticed in at least 255 of 256 cases, and in this test in all cases. */
    @Test
    void anEditedTagIsUnreadable() {
        String text = tag(9, 240, List.of(12, 20)).text();
        int unnoticed = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '7') continue;
            LeaseTag.Reading read = LeaseTag.read(text.substring(0, i) + '7' + text.substring(i + 1));
            if (read.readable()) unnoticed++;
            else assertThat(read.fault()).isNotEmpty();
        }
        assertThat(unnoticed).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "1 ",
                "2 set=9 was=240 until=2026-11-29T05:10:00Z by=prod id=k3f9 crc=7c",
                "1 set=9",
                "1 set=9 crc=",
                " crc=00",
                "true",
                "1 set=9 was=240 until=2026-11-29T05:10:00Z by=prod id=k3f9",
            })
    void aTextThatMakesNoSenseIsAnAnswerToo(String text) {
        LeaseTag.Reading read = LeaseTag.read(text);
        assertThat(read.readable()).isFalse();
        assertThat(read.fault()).contains('"' + text + '"');
    }

    /** These tags have the right checksum, so that only the wrong part can be the reason. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 set=-9 was=240 until=2026-11-29T05:10:00Z by=prod id=k3f9",
                "1 set=9 was=-1 until=2026-11-29T05:10:00Z by=prod id=k3f9",
                "1 set=9 was=99999999999 until=2026-11-29T05:10:00Z by=prod id=k3f9",
                "1 set=9 was=240 from=1:x until=2026-11-29T05:10:00Z by=prod id=k3f9",
                "1 set=9 was=240 until=tomorrow by=prod id=k3f9",
                "1 set=9 was=240 until=+1000000000-12-31T23:59:59Z by=prod id=k3f9",
                "1 set=9 was=240 by=prod id=k3f9",
                "1 was=240 until=2026-11-29T05:10:00Z by=prod id=k3f9",
                "1 set=9 was=240 until=2026-11-29T05:10:00Z by=prod",
            })
    void aTagThatIsNotWholeIsUnreadable(String body) {
        assertThat(LeaseTag.read(withChecksum(body)).readable()).isFalse();
    }

    @Test
    void theChecksumOfTheseTestsIsTheTagsOwn() {
        String text = tag(9, 240, List.of()).text();
        assertThat(withChecksum(text.substring(0, text.lastIndexOf(" crc=")))).isEqualTo(text);
    }

    private static String withChecksum(String body) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return body + " crc=" + String.format("%02x", crc.getValue() & 0xff);
    }

    @Test
    void noTextBreaksTheReader() {
        Random random = new Random(11);
        String[] parts = {
            "1 ",
            "set=",
            "was=",
            "none",
            "from=",
            ":",
            "until=",
            "2026-11-29T05:10:00Z",
            "by=",
            "id=",
            " ",
            "9",
            "-",
            "=",
            "é",
            "crc="
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "1 " : "");
            for (int n = random.nextInt(20); n > 0; n--) text.append(parts[random.nextInt(parts.length)]);
            String drawn = random.nextBoolean() ? withChecksum(text.toString()) : text.toString();
            assertThatCode(() -> LeaseTag.read(drawn)).as("%s", drawn).doesNotThrowAnyException();
        }
    }

    @Test
    void anEndMoreThanADayAheadCountsAsOver() {
        LeaseTag tag = tag(9, 240, List.of());
        assertThat(tag.isOver(NOW)).isFalse();
        assertThat(tag.isOver(UNTIL)).isTrue();
        assertThat(tag.isOver(UNTIL - 24 * 3_600_000)).isFalse();
        assertThat(tag.isOver(UNTIL - 24 * 3_600_000 - 1)).isTrue();
    }

    @Test
    void aTagOfJustTheLongestLengthKeepsItsWholeHistory() {
        for (String id : List.of("k", "kk")) {
            LeaseTag none = new LeaseTag(9, 240, List.of(), UNTIL, "prod", id);
            int most = (256 - none.text().length() - " from=".length() + 1) / "7:".length();
            LeaseTag full = new LeaseTag(9, 240, Collections.nCopies(most, 7), UNTIL, "prod", id);
            assertThat(LeaseTag.read(full.text()).tag()).isEqualTo(full);
            LeaseTag more = new LeaseTag(9, 240, Collections.nCopies(most + 1, 7), UNTIL, "prod", id);
            assertThat(LeaseTag.read(more.text()).tag())
                    .as("one more does not fit")
                    .isEqualTo(full);
        }
    }

    @Test
    void aTagThatIsTooLongWithoutItsHistoryIsStillATag() {
        LeaseTag tag = new LeaseTag(9, 240, List.of(1, 2), UNTIL, "prod", "k".repeat(300));
        assertThat(LeaseTag.read(tag.text()).tag()).isEqualTo(new LeaseTag(9, 240, List.of(), UNTIL, "prod", tag.id()));
    }
}
