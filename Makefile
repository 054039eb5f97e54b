# Sigill. `make` builds the two programs, `make demo` shows the main job, `make check` runs every test.

BUILD    ?= build
CC       ?= gcc
OBJCOPY  ?= objcopy
PKGS     := libsodium jansson sqlite3 zlib libseccomp xlsxwriter libarchive libutf8proc expat libqrencode libdeflate

ifeq ($(origin CC),default)
CC := gcc
endif

WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wformat=2 -Wvla -Werror
HARDEN   := -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection
FORTIFY  := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
LINK     := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed
OPTIMISE ?= -O2 -g
SANITIZE ?=

ifneq ($(SANITIZE),)
FORTIFY  :=
OPTIMISE := -O1 -g -fno-omit-frame-pointer
SAN      := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -DSPAWNER_INSIDE -DSANITIZED
endif
ifneq ($(findstring aarch64,$(CC)),)
HARDEN   := $(filter-out -fcf-protection,$(HARDEN)) -mbranch-protection=standard
endif
ifneq ($(findstring clang,$(CC)),)
HARDEN   := $(filter-out -fstack-clash-protection,$(HARDEN))
endif

# Where it is built leaves no trace in what is built.
PLACES   := -ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(abspath $(BUILD))=build -ffile-prefix-map=$(BUILD)/=build/

CFLAGS_ALL  = -std=c17 -D_GNU_SOURCE -I. $(OPTIMISE) $(WARNINGS) \
              $(HARDEN) $(PLACES) $(FORTIFY) $(SAN) $(PKG_CFLAGS) $(CFLAGS)
LDFLAGS_ALL = $(LINK) $(SAN) $(LDFLAGS)

PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS))
PKG_LIBS   := $(shell pkg-config --libs $(if $(STATIC),--static) $(PKGS))

# Where the tools of a build run from. One for another machine takes those of one for this machine, made before:
# make && make BUILD=build/other NATIVE=build CC=…
NATIVE   ?= $(BUILD)

# Libraries that few runs need: the programs load these then (base/late.h). With LATE= they are linked as all others are, which
# a static program must.
LATE     ?= archive expat xlsxwriter qrencode
LATE_ALL := archive expat xlsxwriter qrencode

# STATIC=yes: programs that need nothing of the system but its kernel, with libraries that were built for it
# (tools/release/libraries). What base/system/allocator_linux.c stands in front of is then put there by the linker.
STATIC   ?=
ifneq ($(STATIC),)
LATE     :=
LINK     := $(filter-out -pie,$(LINK)) -static-pie -Wl,--gc-sections $(foreach call,malloc calloc realloc free,-Wl,--wrap=$(call))
$(BUILD)/base/system/allocator_linux.o: CFLAGS += -DALLOCATOR_WRAPPED
endif

# The house: each folder is a static library, and uses only those that stand after it here.
# tests/build/layers.sh holds the arrows between them.
FOLDERS  := cmd/sigill cmd/msb cmd/both cmd/authority cmd/ui report analysis register isolate format crypto scoring base
FOLDER_SRC := $(sort $(wildcard $(addsuffix /*.c,$(FOLDERS) base/system)))
# What is asked of the operating system is a part of base: of each file there the one of this system.
SYSTEM   := linux
SYSTEM_SRC := $(sort $(wildcard base/system/*_$(SYSTEM).c))
MAIN_SRC := $(foreach program,sigill sigill_msb,cmd/$(program).c cmd/$(program)_main.c)
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
FIX_SRC  := $(sort $(filter-out $(UNIT_SRC),$(wildcard tests/unit/*.c)))
TOOL_SRC := $(sort $(wildcard tests/tools/*.c))

obj = $(patsubst %.c,$(BUILD)/%.o,$(1))

lib = $(BUILD)/lib$(subst /,_,$(1)).a
ALL_LIBS  := $(foreach folder,$(FOLDERS),$(call lib,$(folder)))
# What the organisation's program is made of: no register, no analysis.
SIGILL_LIBS := $(foreach folder,$(filter-out cmd/msb cmd/authority analysis register,$(FOLDERS)),$(call lib,$(folder)))
MSB_LIBS  := $(foreach folder,$(filter-out cmd/sigill,$(FOLDERS)),$(call lib,$(folder)))
LIBS      := $(foreach folder,$(filter-out cmd/%,$(FOLDERS)),$(call lib,$(folder)))
FIXTURES  := $(BUILD)/libfixtures.a
UNITS     := $(patsubst tests/unit/%.c,$(BUILD)/unit/%$(EXE),$(UNIT_SRC)) \
  $(patsubst tests/windows/%.c,$(BUILD)/unit/%$(EXE),$(WINDOWS_SRC))
REPLAYS   := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/replay/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZERS   := $(patsubst $(BUILD)/replay/%,$(BUILD)/fuzz/%,$(REPLAYS))
TOOLS     := $(patsubst tests/tools/%.c,$(BUILD)/tools/%,$(TOOL_SRC))
PROGRAMS  := $(BUILD)/sigill$(EXE) $(BUILD)/sigill-msb
# What a program is linked with beside our libraries; tests' own programs have the libraries that others load late.
LINKED    := $(LATE_ALL:%=$(BUILD)/gen/linked_%.o)
LOADED    := $(LATE:%=$(BUILD)/gen/late_%.o) $(filter-out $(LATE:%=$(BUILD)/gen/linked_%.o),$(LINKED))
LOADED_LIBS := $(filter-out $(LATE:%=-l%),$(PKG_LIBS))
# The authority's program draws no slip.
MSB_LOADED := $(filter-out %_qrencode.o,$(LOADED))

.PHONY: all programs units tools demo check bench format po pot clean libsodium
.SECONDARY:
.DELETE_ON_ERROR:

all: programs manual
programs: $(PROGRAMS)
units: $(UNITS) $(REPLAYS)
tools: $(TOOLS)

libsodium:
	@pkg-config --atleast-version=1.0.22 libsodium || { \
	  echo "libsodium 1.0.22 or newer is needed (found: $$(pkg-config --modversion libsodium 2>/dev/null || echo none)); run: sudo ./install-deps" >&2; exit 1; }

$(BUILD)/%.o: %.c | libsodium
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(CC) $(CFLAGS_ALL) -c $< -o $@

$(BUILD)/gen/embed: tools/embed.c
	@mkdir -p $(@D)
	$(CC) -std=c17 $(WARNINGS) -O1 $< -o $@

$(BUILD)/gen/sv.mo: po/sv.po
	@mkdir -p $(@D)
	msgfmt --check --no-hash --output-file=$@ $<

$(BUILD)/gen/sv_mo.c: $(BUILD)/gen/sv.mo $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_sv_mo $< >$@

# What the programs know of the questionnaire is a table, made by their own reader of the file.
READING := $(call obj,$(filter-out format/editions.c,$(sort $(wildcard format/edition*.c format/json*.c))) \
  format/fields.c format/findings.c format/question_form.c format/question_value.c format/support.c format/typed.c format/typed_day.c)
$(BUILD)/gen/table: tools/table.c $(READING) $(call lib,scoring) $(call lib,base)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) $^ $(LOADED_LIBS) -o $@

$(BUILD)/gen/edition.c: editions/infosakkollen-2021.json $(NATIVE)/gen/table
	$(NATIVE)/gen/table edition table_infosakkollen_2021 $< >$@

$(BUILD)/gen/support.c: editions/support-2024.json editions/infosakkollen-2021.json $(NATIVE)/gen/table
	$(NATIVE)/gen/table support table_support_2024 $(wordlist 1,2,$^) >$@

$(BUILD)/gen/recommendations.c: editions/recommendations-2021.json $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_recommendations_2021_json $< >$@

$(BUILD)/gen/target.c: editions/target-foreskrift-2021.json $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_target_foreskrift_2021_json $< >$@

$(BUILD)/gen/example_keys.c: keys-example/public-keys.txt $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_example_keys $< >$@

$(BUILD)/gen/handbook.c: docs/handbok.md $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_handbook $< >$@

$(BUILD)/gen/html_page_css.c: report/html_page.css $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_html_page_css $< >$@

$(BUILD)/gen/svg_css.c: report/svg.css $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_svg_css $< >$@

# The page that is filled in: its script, whose parts are read in this order, its style, and scoring/ as WebAssembly.
FORM_JS  := $(foreach part,base answers check score merge form follow result paper files start,page/$(part).js)
$(BUILD)/gen/form.js: $(FORM_JS)
	@mkdir -p $(@D)
	cat $^ >$@

$(BUILD)/gen/form_js.c: $(BUILD)/gen/form.js $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_form_js $< >$@

$(BUILD)/gen/form_css.c: page/form.css $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_form_css $< >$@

WASM_CC  ?= clang
$(BUILD)/gen/engine.wasm: page/engine.c $(sort $(wildcard scoring/*.c scoring/*.h))
	@mkdir -p $(@D)
	$(WASM_CC) --target=wasm32 -std=c17 -Os -ffreestanding -nostdlib -mbulk-memory -fvisibility=hidden $(PLACES) \
	  -Wall -Wextra -Werror -I. -Wl,--no-entry,--export-dynamic,--gc-sections,--strip-all $(filter %.c,$^) -o $@

$(BUILD)/gen/engine_wasm.c: $(BUILD)/gen/engine.wasm $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_engine_wasm $< >$@

# What stands in for a library that is loaded late, and for one that is not.
$(BUILD)/gen/late_%.c: tools/late $(ALL_LIBS)
	tools/late $* $$($(CC) -print-file-name=lib$*.so) $(ALL_LIBS) >$@

$(BUILD)/gen/linked_%.c: tools/late
	@mkdir -p $(@D)
	tools/late $* >$@

# One small archive of each kind that is read (format/archive_walk.h).
SAMPLES  := zip tar 7z iso
$(BUILD)/gen/sample_%.c: format/samples/sample.% $(NATIVE)/gen/embed
	$(NATIVE)/gen/embed embedded_sample_$* $< >$@

# Where the tools are those of another build, nothing of them has made the folder.
$(patsubst %,$(BUILD)/gen/%.c,edition support recommendations target example_keys handbook html_page_css svg_css form_js form_css \
  engine_wasm sv_mo $(SAMPLES:%=sample_%)): | $(BUILD)/gen
$(BUILD)/gen:
	@mkdir -p $@

# What is built into the programs as data belongs to the folder that reads it.
$(call lib,base): $(BUILD)/gen/sv_mo.o $(call obj,$(SYSTEM_SRC))
$(call lib,cmd/ui): $(BUILD)/gen/handbook.o
$(call lib,format): $(BUILD)/gen/edition.o $(BUILD)/gen/support.o $(BUILD)/gen/recommendations.o \
  $(BUILD)/gen/target.o \
  $(BUILD)/gen/example_keys.o \
  $(foreach sample,$(SAMPLES),$(BUILD)/gen/sample_$(sample).o)
$(call lib,report): $(foreach part,html_page_css svg_css form_js form_css engine_wasm,$(BUILD)/gen/$(part).o)

define folder_library
$(call lib,$(1)): $(call obj,$(sort $(wildcard $(1)/*.c)))
	@rm -f $$@
	$$(AR) rcs $$@ $$^
endef
$(foreach folder,$(FOLDERS),$(eval $(call folder_library,$(folder))))

# What is for debuggers stands beside the programs, where these look for it: .debug/PROGRAM.debug. Sanitizers
# and counters of lines read it in the program itself.
ifeq ($(SANITIZE)$(findstring --coverage,$(CFLAGS)),)
define split
@mkdir -p $(BUILD)/.debug
@$(OBJCOPY) --only-keep-debug $@ $(BUILD)/.debug/$(@F).debug
@$(OBJCOPY) --strip-all --add-gnu-debuglink=$(BUILD)/.debug/$(@F).debug $@ $@.split
@mv -f $@.split $@
endef
endif

# What a program says of itself to a system that asks the file: RESOURCES, of the version in base/release.h.
RESOURCES ?=
$(BUILD)/gen/program_resources.rc: base/system/program_windows.rc base/release.h
	@mkdir -p $(@D)
	version=$$(sed -n 's/^#define RELEASE_VERSION "\(.*\)"/\1/p' base/release.h) && \
	  sed "s/@VERSION@/$$version/; s/@NUMBERS@/$$(echo "$$version" | tr . ,),0/" $< >$@

$(BUILD)/gen/program_resources.o: $(BUILD)/gen/program_resources.rc base/system/program_windows.manifest
	$(WINDRES) --codepage=65001 --include-dir=base/system $< $@

$(BUILD)/sigill$(EXE): $(call obj,cmd/sigill.c cmd/sigill_main.c) $(RESOURCES) $(LOADED) $(SIGILL_LIBS)
	$(CC) $(LDFLAGS_ALL) $^ $(LOADED_LIBS) -o $@
	$(split)

$(BUILD)/sigill-msb: $(call obj,cmd/sigill_msb.c cmd/sigill_msb_main.c) $(MSB_LOADED) $(MSB_LIBS)
	$(CC) $(LDFLAGS_ALL) $^ $(LOADED_LIBS) -o $@
	$(split)

$(FIXTURES): $(call obj,$(FIX_SRC))
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/unit/%$(EXE): $(BUILD)/tests/unit/%.o $(LINKED) $(FIXTURES) $(ALL_LIBS)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) $^ $(PKG_LIBS) $(shell pkg-config --libs cmocka) -o $@

# Those that only a system has, linked likewise.
$(BUILD)/unit/%$(EXE): $(BUILD)/tests/windows/%.o $(LINKED) $(FIXTURES) $(ALL_LIBS)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) $^ $(PKG_LIBS) $(shell pkg-config --libs cmocka) -o $@

$(BUILD)/tools/%: $(BUILD)/tests/tools/%.o $(LINKED) $(FIXTURES) $(ALL_LIBS)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) $^ $(PKG_LIBS) -o $@

# The programs with workers that were taken over, for tests/e2e/lying_workers.py.
HOSTILE := $(BUILD)/hostile/sigill $(BUILD)/hostile/sigill-msb
tools: $(HOSTILE)

$(BUILD)/hostile/sigill: $(call obj,cmd/sigill.c cmd/sigill_main.c) $(BUILD)/tests/hostile/serve_requests.o $(LOADED) $(FIXTURES) $(SIGILL_LIBS)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) $^ $(LOADED_LIBS) -o $@

$(BUILD)/hostile/sigill-msb: $(call obj,cmd/sigill_msb.c cmd/sigill_msb_main.c) $(BUILD)/tests/hostile/serve_requests.o $(MSB_LOADED) $(FIXTURES) $(MSB_LIBS)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) $^ $(LOADED_LIBS) -o $@

# ---- the manual and the shells' completion, from the same declarations as --help ----

MANUAL   := $(foreach program,sigill sigill-msb,$(foreach place,man1 sv/man1,$(BUILD)/man/$(place)/$(program).1)) \
  $(foreach place,man5 sv/man5,$(BUILD)/man/$(place)/sigill-bundle.5)
COMPLETION := $(foreach program,sigill sigill-msb,$(BUILD)/completion/bash/$(program) $(BUILD)/completion/zsh/_$(program) \
  $(BUILD)/completion/fish/$(program).fish)

.PHONY: manual
manual: $(MANUAL) $(COMPLETION)

$(BUILD)/gen/manual: $(call obj,tools/manual.c cmd/sigill.c cmd/sigill_msb.c) $(LINKED) $(ALL_LIBS)
	$(CC) $(LDFLAGS_ALL) $^ $(PKG_LIBS) -o $@

$(BUILD)/man/man1/%.1: man/%.1.in $(NATIVE)/gen/manual
	@mkdir -p $(@D)
	$(NATIVE)/gen/manual mdoc $* en <$< >$@

$(BUILD)/man/sv/man1/%.1: man/sv/%.1.in $(NATIVE)/gen/manual
	@mkdir -p $(@D)
	$(NATIVE)/gen/manual mdoc $* sv <$< >$@

$(BUILD)/man/man5/%.5: man/%.5
	@mkdir -p $(@D)
	cp $< $@

$(BUILD)/man/sv/man5/%.5: man/sv/%.5
	@mkdir -p $(@D)
	cp $< $@

$(BUILD)/completion/bash/%: $(NATIVE)/gen/manual
	@mkdir -p $(@D)
	$(NATIVE)/gen/manual bash $* sv >$@

$(BUILD)/completion/zsh/_%: $(NATIVE)/gen/manual
	@mkdir -p $(@D)
	$(NATIVE)/gen/manual zsh $* sv >$@

$(BUILD)/completion/fish/%.fish: $(NATIVE)/gen/manual
	@mkdir -p $(@D)
	$(NATIVE)/gen/manual fish $* sv >$@

# ---- installing: make install PREFIX=/usr DESTDIR=/tmp/package ----

.PHONY: install uninstall
PREFIX   ?= /usr/local
SHARE    := $(DESTDIR)$(PREFIX)/share
COMPLETED_BY_bash := bash-completion/completions
COMPLETED_BY_zsh  := zsh/site-functions
COMPLETED_BY_fish := fish/vendor_completions.d
# Each file of the build, and the folder that it is installed in.
INSTALLED := $(foreach program,$(PROGRAMS),$(program):$(DESTDIR)$(PREFIX)/bin) \
  $(foreach page,$(MANUAL),$(page):$(SHARE)/$(patsubst $(BUILD)/%/,%,$(dir $(page)))) \
  $(foreach script,$(COMPLETION),$(script):$(SHARE)/$(COMPLETED_BY_$(notdir $(patsubst %/,%,$(dir $(script)))))) \
  $(foreach document,README.md SECURITY.md CHANGELOG.md,$(document):$(SHARE)/doc/sigill) \
  $(foreach document,$(wildcard docs/*.md),$(document):$(SHARE)/doc/sigill/docs)

install: programs manual
	@$(foreach file,$(INSTALLED),install -D -m $(if $(filter %/bin,$(file)),755,644) \
	  -t $(lastword $(subst :, ,$(file))) $(firstword $(subst :, ,$(file))) &&) :

uninstall:
	@$(foreach file,$(INSTALLED),rm -f $(lastword $(subst :, ,$(file)))/$(notdir $(firstword $(subst :, ,$(file)))) &&) :
	@rmdir $(SHARE)/doc/sigill/docs $(SHARE)/doc/sigill 2>/dev/null || :

# ---- a release: for machines without a network, and of any Linux (docs/installera.md) ----

# Of the commit that is checked out; RELEASE_KEY=FILE signs it. tools/release/dist has more of what may be given.
DIST     ?= build/dist
.PHONY: dist release-check release-twice
dist:
	@tools/release/dist $(DIST)

# What is not in `make check`, since it takes long and needs what install-deps --release installs.
release-check: tools
	@tests/release/run $(DIST) $(BUILD)/tools

# The release made twice, in unlike circumstances, and compared; half an hour on two processors.
release-twice:
	@tests/release/reproducible

# ---- hostile input: the collected inputs are replayed by `make check`, the search is `make fuzz` ----

.PHONY: fuzz fuzzers

FUZZ_HELP := $(call obj,tests/fuzz/fuzz.c tests/fuzz/genuine.c tests/fuzz/judge.c tests/fuzz/judge_report.c tests/fuzz/talk.c)

$(BUILD)/replay/%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o $(FUZZ_HELP) $(LINKED) $(FIXTURES) $(LIBS)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) $^ $(PKG_LIBS) -o $@

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/fuzz_%.o $(FUZZ_HELP) $(LINKED) $(FIXTURES) $(LIBS)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer $^ $(PKG_LIBS) -o $@

fuzzers: $(FUZZERS)

# Searches with each harness for T seconds, two at a time.
T ?= 60
fuzz:
	@$(MAKE) --silent BUILD=build/fuzzing CC=clang SANITIZE=fuzzer-no-link,address,undefined fuzzers
	@tests/fuzz/run build/fuzzing $(T)

# ---- faults that tools can find without running anything ----

.PHONY: analyze
analyze:
	@tools/analyze

# ---- which lines the tests run ----

.PHONY: coverage
COVERED := build/coverage

# Builds without optimisation, so that lines are lines, and with workers in the process that is counted.
coverage:
	@$(MAKE) --silent BUILD=$(COVERED) OPTIMISE='-O0 -g' FORTIFY= CFLAGS='--coverage -DSPAWNER_INSIDE' LDFLAGS=--coverage \
	  programs units tools
	@tools/coverage $(COVERED)

# ---- Windows: the organisation's program, sigill.exe, built here for there ----

.PHONY: windows windows-units windows-check
WINDOWS   := x86_64-w64-mingw32
WINDOWS_LIBRARIES := build/release/libraries/$(WINDOWS)
# objcopy writes a time into a program: that of the release where no other is given.
WINDOWS_TIME = $(or $(SOURCE_DATE_EPOCH),$(shell sed -n 's/^.define RELEASE_DAY INT64_C(\([0-9]*\)).*/\1/p' base/release.h))
# Formats of printf are judged by the other builds: this compiler holds them against another library than the one it links.
WINDOWS_BUILD = SYSTEM=windows EXE=.exe BUILD=$(BUILD)/windows NATIVE=$(BUILD) CC='$(CCACHE) $(WINDOWS)-gcc' AR=$(WINDOWS)-ar \
  OBJCOPY='SOURCE_DATE_EPOCH=$(WINDOWS_TIME) $(WINDOWS)-objcopy' WINDRES=$(WINDOWS)-windres RESOURCES=$(BUILD)/windows/gen/program_resources.o \
  STATIC=yes LATE= REPLAYS= \
  PKGS='$(filter-out sqlite3 libseccomp,$(PKGS))' FOLDERS='$(filter-out cmd/msb cmd/authority analysis register,$(FOLDERS))' \
  WARNINGS='$(filter-out -Wformat=2,$(WARNINGS)) -Wno-format' FORTIFY= \
  HARDEN='-fstack-protector-strong -D_WIN32_WINNT=0x0A00 -DUNICODE' \
  LINK='-static -fstack-protector-strong -Wl,--gc-sections,--dynamicbase,--high-entropy-va,--nxcompat,--no-insert-timestamp,--undefined=__wrap_fopen $(foreach call,malloc calloc realloc free fopen fopen64 tmpfileplus,-Wl,--wrap=$(call))' \
  UNIT_SRC='$(patsubst %,tests/unit/test_%.c,$(shell cat tests/windows/units))' WINDOWS_SRC='$(wildcard tests/windows/test_*.c)' \
  FIX_SRC='$(patsubst %,tests/unit/%.c,$(shell cat tests/windows/fixtures))'
windows_make = PKG_CONFIG_LIBDIR=$(abspath $(WINDOWS_LIBRARIES))/lib/pkgconfig $(MAKE) $(WINDOWS_BUILD)

# With libraries that are built first, once (tools/release/libraries).
windows: $(BUILD)/gen/embed $(BUILD)/gen/table
	@tools/release/libraries $(WINDOWS) $(WINDOWS_LIBRARIES)
	+@$(windows_make) $(BUILD)/windows/sigill.exe

windows-units: windows
	+@$(windows_make) units

# Under Wine (install-deps --release), beside the authority's program of this system.
windows-check: windows-units programs
	@tests/windows/run $(BUILD)

# ---- long runs ----

# `make torture MUTATIONS=N KILL_BUNDLES=N KILL_MOMENTS=N`; tests/torture has what it is without.
.PHONY: torture
torture: programs
	@tests/torture $(BUILD)

# Other implementations that the tests compare with, and axe, as tests/peers/package-lock.json names them.
.PHONY: peers
PEERS := tests/peers/node_modules/.package-lock.json
peers: $(PEERS)
$(PEERS): tests/peers/package-lock.json tests/peers/package.json
	npm --prefix tests/peers ci --loglevel=error --ignore-scripts --no-audit --no-fund
	@touch $@

# What make check does with LibreOffice and the browsers in small: tests/real has how much.
.PHONY: real
real: programs peers
	@tests/real $(BUILD)

# Mutants of these folders that no test notices, beside those of tests/mutants.known; hours. COUNT=100 tries so many of each.
.PHONY: mutants
MUTATED := crypto format isolate register analysis
mutants: programs units
	@failed=0; for folder in $(MUTATED); do \
	  tools/mutate $$folder --build $(BUILD) --jobs $$(nproc) --known tests/mutants.known $(if $(COUNT),--count $(COUNT)) || failed=1; \
	done; exit $$failed

demo: programs
	@sh docs/demo.sh $(BUILD)

check:
	@tests/run

# Prints speed and memory, beside stock tools and beside the least that it could take, in the same run; bench/measure.py has
# the sizes, BENCH_FULL=1 takes the large ones, BENCH_ONLY="receive fsck" some rows.
bench: programs tools $(BUILD)/bench/floor
	@python3 bench/bench.py $(BUILD)

$(BUILD)/bench/floor: bench/floor.c | libsodium
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE $(OPTIMISE) $(WARNINGS) $(PKG_CFLAGS) $< $(shell pkg-config --libs libsodium zlib) -o $@

format:
	clang-format -i $(FOLDER_SRC) $(MAIN_SRC) $(UNIT_SRC) $(wildcard tests/windows/*.c) $(FIX_SRC) $(TOOL_SRC) $(wildcard */*.h cmd/*/*.h base/system/*.h tests/unit/*.h)

# Collects every user text of the code into the Swedish catalog; new ones wait there untranslated.
XGETTEXT := xgettext --language=C --from-code=UTF-8 --no-location --sort-output \
  --keyword --keyword=tr:2 --keyword=tr_count:2,3 --keyword=text_of:2 --keyword=sheet_tr:2 --keyword=say:2 --keyword=warn:2 \
  --keyword=hint:2 --keyword=findings_add:5 --keyword=findings_add_at:6 --keyword=fsck_found:5 --keyword=json_refuse:3 --keyword=opening_note:3 \
  --keyword=error_set:4 --keyword=error_system:2 --keyword=finding:4 --keyword=N_

$(BUILD)/gen/sigill.pot: $(FOLDER_SRC) $(MAIN_SRC)
	@mkdir -p $(@D)
	$(XGETTEXT) --output=$@ $^

pot: $(BUILD)/gen/sigill.pot

# Collects every user text of the code into the Swedish catalog; new ones wait there untranslated.
po: pot
	msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap --sort-output po/sv.po $(BUILD)/gen/sigill.pot
	sed -i '/^"POT-Creation-Date:/d; /^"Report-Msgid-Bugs-To:/d' po/sv.po

clean:
	rm -rf build

-include $(shell find $(BUILD) -path $(BUILD)/release -prune -o -name '*.d' -type f -print 2>/dev/null)
