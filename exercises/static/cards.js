// The view of cards, spotting tasks, the reflection and the panel. It shows `content` and `answer`, passes messages
// to the kernel, and tells the truth about what is saved. Text is only ever set as text: nothing here makes HTML of it.

const SAVE_AFTER = 700; // ms without a key: saved well within two seconds
const SAVE_WHILE = 5000; // ms: somebody who never pauses is saved too
const ANSWER_WITHIN = 4000; // ms: a kernel that is silent for longer has not saved
const TRY_AGAIN = 4000; // ms

const plain = (value) => [value].flat(Infinity).filter((v) => v != null && v !== false && v !== "");

/** An element: `h("p.lead", {title: "…"}, "text", child)`. */
function h(what, props = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.map((c) => `cw-${c}`).join(" ");
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...plain(children));
  return node;
}

/** An id that is nobody else's: each card loads this file anew, so a counter would not do. */
const unique = (name) => `cw-${name}-${Math.random().toString(36).slice(2, 10)}`;
/** "14:05", or, on another day than today, "14:05 on 2 Mar". */
const clock = (iso) => {
  const at = new Date(iso);
  if (!iso || isNaN(at)) return "";
  const time = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const today = at.toDateString() === new Date().toDateString();
  return today ? time : `${time} on ${at.toLocaleDateString([], { day: "numeric", month: "short" })}`;
};
/** Do `paint` only when what it shows has changed: what is open stays open, and what has the focus keeps it. */
function when(shows, paint) {
  let before;
  return () => {
    const now = JSON.stringify(shows());
    if (now === before) return;
    before = now;
    paint();
  };
}
const words = (text) => (text.match(/[\p{L}\p{M}\p{N}'’]+/gu) || []).length;

/** Messages to the kernel and their answers. `ask` resolves with the reply, or with null when none comes. */
function line(model) {
  const client = Math.random().toString(36).slice(2) + Date.now().toString(36);
  const waiting = new Map();
  const listeners = [];
  let n = 0;
  const hear = (reply, buffers) => {
    if (!reply || reply.client !== client) return;
    for (const listener of listeners) listener(reply);
    waiting.get(reply.n)?.(reply, buffers);
    waiting.delete(reply.n);
  };
  model.on("msg:custom", hear);
  const send = (message) => {
    try {
      model.send({ ...message, client });
    } catch {
      // a closed connection: nothing comes back, and that is what is told
    }
  };
  return {
    next: () => ++n,
    send,
    listen: (listener) => listeners.push(listener),
    ask: (message, within = 20000) =>
      new Promise((resolve) => {
        const own = message.n ?? ++n;
        const timer = setTimeout(() => (waiting.delete(own), resolve(null)), within);
        waiting.set(own, (reply, buffers) => (clearTimeout(timer), resolve({ ...reply, buffers })));
        send({ ...message, n: own });
      }),
    close: () => model.off("msg:custom", hear),
  };
}

/** The browser's own copy of a text that the kernel has not confirmed. */
function copy(key) {
  const name = key;
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(name));
      } catch {
        return null;
      }
    },
    write(value) {
      try {
        localStorage.setItem(name, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
    drop() {
      try {
        localStorage.removeItem(name);
      } catch {
        // it could not be written either
      }
    },
  };
}

/** A text area that saves itself, with a count of words and a status that is always true. */
function writing({ model, talk, label, hint, limit, rows, announce, onText = () => {} }) {
  const answer = () => model.get("answer");
  const content = () => model.get("content");
  const id = unique("text");
  const area = h("textarea.text", {
    id, rows, maxlength: 10000, dir: "auto", spellcheck: "true", autocomplete: "off", "aria-describedby": `${id}-hint`,
  });
  const counter = h("span.count");
  const status = h("span.status");
  const notice = h("div.notice", { hidden: true });
  const kept = copy(content().key);
  const me = unique("view");
  /** Confirmed: the copy may go, unless another tab has put words there that are not. */
  const drop = () => {
    const there = kept.read();
    if (!there || there.by === me || there.text === acked) kept.drop();
  };
  area.value = answer().text;
  let acked = answer().text; // what the kernel has confirmed
  let rev = answer().rev;
  let savedAt = answer().saved_at;
  let exercise = content().exercise;
  let sent = { n: 0, text: null };
  let failed = null; // why it is not saved
  let copied = true;
  let said = ""; // what was announced last
  let pause, longest, watch, again;

  const dirty = () => area.value !== acked;

  function show() {
    const number = words(area.value);
    counter.textContent = limit
      ? `${number} ${number === 1 ? "word" : "words"}${number > limit ? `, ${number - limit} over the ${limit} of a good line` : ` of at most ${limit}`}`
      : `${number} ${number === 1 ? "word" : "words"}`;
    counter.classList.toggle("cw-over", Boolean(limit) && number > limit);
    let text = "";
    let state = "";
    if (dirty() && failed) {
      const where = copied
        ? "A copy is kept in this browser, and comes back when you open the card again."
        : "This browser keeps no copy either: copy your text to a safe place.";
      [text, state] = [`Not saved. ${failed} ${where}`, "bad"];
    } else if (dirty()) [text, state] = ["Saving …", "busy"];
    else if (savedAt || acked) [text, state] = [savedAt ? `Saved at ${clock(savedAt)}` : "Saved", "good"];
    else text = "Nothing written yet";
    if (status.textContent !== text) status.textContent = text;
    status.dataset.state = state;
    // Spoken only when it matters: when saving fails, and when it works again.
    if (state === "bad" && said !== "bad") announce(text);
    if (state === "good" && said === "bad") announce(text);
    if (state === "bad" || state === "good") said = state;
    onText(area.value);
  }

  function save() {
    clearTimeout(pause);
    clearTimeout(longest);
    longest = undefined;
    if (!dirty()) return show();
    if (sent.text !== area.value || sent.exercise !== exercise) {
      sent = { n: talk.next(), text: area.value, exercise };
    }
    talk.send({ kind: "save", n: sent.n, text: sent.text, base: rev, exercise });
    expect();
    show();
  }

  /** From here the kernel has a few seconds; silence means that nothing was saved. */
  function expect() {
    clearTimeout(watch);
    watch = setTimeout(() => fail("Python does not answer: press Start to run the notebook again."), ANSWER_WITHIN);
  }

  function fail(why) {
    clearTimeout(watch);
    if (!dirty()) return;
    failed = why;
    show();
    clearTimeout(again);
    again = setTimeout(save, TRY_AGAIN);
  }

  function typed() {
    copied = kept.write({ text: area.value, base: rev, exercise, by: me, at: new Date().toISOString() });
    if (!dirty()) drop();
    clearTimeout(pause);
    pause = setTimeout(save, SAVE_AFTER);
    longest ??= setTimeout(save, SAVE_WHILE);
    show();
  }

  talk.listen((reply) => {
    if (reply.n !== sent.n) return;
    if (reply.kind === "not saved") return fail(reply.problem);
    if (reply.kind !== "saved") return;
    clearTimeout(watch);
    clearTimeout(again);
    failed = null;
    acked = sent.text;
    rev = reply.rev ?? rev;
    savedAt = reply.at || savedAt;
    if (reply.joined && reply.other) {
      // the kernel kept the other text below this one; so does the box
      area.value += `\n\n[Also typed in another window:]\n${reply.other}`;
      acked = area.value === answer().text ? area.value : acked;
    } else if (reply.other) tell("Another window had saved a different text. Both are kept; this is the other one:", reply.other);
    if (reply.notes?.length) tell(reply.notes.join(" "));
    if (!dirty()) drop();
    show();
    window.dispatchEvent(new CustomEvent("changework:saved"));
  });

  function tell(text, other) {
    const close = () => ((notice.hidden = true), area.focus());
    notice.replaceChildren(
      h("p", {}, text),
      ...plain(
        other && [
          h("blockquote.other", { dir: "auto" }, other),
          h("button.small", {
            type: "button",
            onclick: () => {
              const mine = area.value;
              area.value = other;
              typed();
              if (mine.trim()) tell("In its place; what stood in the box before is this:", mine);
              else close();
            },
          }, "Put this one into the box"),
        ],
      ),
      h("button.small", { type: "button", onclick: close }, "Close this note"),
    );
    notice.hidden = false;
    announce(text);
  }

  /** The kernel says something new: another view has written, or the exercise was changed. */
  function changed() {
    const mine = dirty();
    const other = content().exercise !== exercise;
    if (other || !mine) {
      exercise = content().exercise;
      area.value = acked = answer().text;
      rev = answer().rev;
      savedAt = answer().saved_at;
      failed = null;
      drop();
    }
    show();
  }

  area.addEventListener("input", typed);
  area.addEventListener("blur", save);
  const leave = () => dirty() && save();
  document.addEventListener("visibilitychange", leave); // a phone may never say that the page is left
  window.addEventListener("pagehide", leave);
  window.addEventListener("changework:flush", leave);

  const found = kept.read();
  if (found && typeof found.text === "string") {
    if (found.text === acked) kept.drop();
    else if (found.base === rev && found.exercise === exercise) {
      area.value = found.text;
      setTimeout(() => {
        tell("Your words came back: they had not been saved, and this browser had kept them.");
        save();
      });
    } else {
      talk.ask({ kind: "keep", text: found.text, exercise: found.exercise }).then((reply) => {
        if (reply?.kind !== "saved") return;
        kept.drop();
        if (reply.joined) changed();
        else if (reply.other) tell(`This browser had kept another text (${clock(found.at)}). Both are kept; it is this one:`, found.text);
      });
    }
  }
  if (answer().problems?.length) setTimeout(() => tell(answer().problems.join(" ")));
  show();

  return {
    area, changed, save, dirty,
    label: h("label.label", { for: id }, label),
    node: h("div.writing", {}, area, h("div.below", {}, counter, status), h("p.hint", { id: `${id}-hint` }, hint), notice),
    /** A message that carries the text along (check, hand in): its confirmation counts as one of saving. */
    message(kind) {
      clearTimeout(pause);
      sent = { n: talk.next(), text: area.value, exercise };
      if (dirty()) expect();
      return { kind, n: sent.n, text: sent.text, base: rev, exercise };
    },
    close() {
      leave();
      [pause, longest, watch, again].forEach(clearTimeout);
      document.removeEventListener("visibilitychange", leave);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("changework:flush", leave);
    },
  };
}

/** What every view stands in: one box, one place from which changes are spoken, and keys that stay inside. */
function frame(el, kind, name, slot) {
  const spoken = h("p.spoken", { role: "status", "aria-live": "polite" });
  const root = h(`section.card.${kind}`, {
    "aria-label": name, "data-cw-slot": slot, lang: "en", "data-lm-suppress-shortcuts": "true",
  });
  root.classList.add("tex2jax_ignore", "mathjax_ignore");
  root.addEventListener("keydown", (event) => {
    // the page's own shortcuts are off in here; "save the page as" would not be what anybody meant
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      window.dispatchEvent(new CustomEvent("changework:flush"));
    }
    event.stopPropagation();
  });
  el.append(root);
  return { root, spoken, announce: (text) => (spoken.textContent = text) };
}

function goTo(from, slot) {
  // in this notebook: another one that is open may have a slot of the same name
  const page = from.closest(".jp-Notebook") ?? document;
  const there = page.querySelector(`[data-cw-slot="${CSS.escape(slot)}"]`);
  if (!there) return false;
  there.scrollIntoView({ block: "start" });
  there.querySelector(".cw-title")?.focus({ preventScroll: true });
  return true;
}

/** Running a whole notebook ends at its last cell. Whoever pressed Start at the top goes on from there. */
const rendered = (window.changeworkRendered ??= new WeakMap()); // notebook -> when its first card came up
function backToStart(el) {
  const notebook = el.closest(".jp-Notebook");
  const start = notebook?.querySelector('[data-commandlinker-command="notebook:run-all-cells"]');
  if (!start || Date.now() - (rendered.get(notebook) ?? 0) > 30000) return;
  rendered.delete(notebook);
  let touched = false;
  const touch = () => (touched = true);
  const events = ["wheel", "keydown", "pointerdown", "touchstart"];
  events.forEach((e) => window.addEventListener(e, touch, { once: true, passive: true }));
  setTimeout(() => {
    events.forEach((e) => window.removeEventListener(e, touch));
    if (touched) return;
    start.scrollIntoView({ block: "center" });
    start.focus({ preventScroll: true });
  }, 800);
}

const button = (text, onclick, kind = "button", more = {}) => h(kind, { type: "button", onclick, ...more }, text);

// The answer card ----------------------------------------------------------------------------------------------------

function exercise(content) {
  const turn = (t) =>
    h(t.therapist ? "li.turn.therapist" : "li.turn", {},
      h("span.who", {}, t.who),
      h("span.said", { dir: "auto" }, t.emotion && h("em.emotion", {}, `[${t.emotion}] `), t.text));
  return [
    h("p.eyebrow", {}, `${content.heading} · ${content.level}${content.graded ? " · handed in" : " · for you alone"}`),
    h("h3.title", { tabindex: "-1" }, content.title),
    content.content_note &&
      h("p.note", {}, h("strong", {}, "Content note: "), content.content_note, " You may skip this one; it costs nothing."),
    h("p.people", {}, content.client),
    content.goal
      ? h("p.goal", {}, h("strong", {}, "Wants: "), h("q", { dir: "auto" }, content.goal))
      : h("p.goal", {}, h("strong", {}, "Wants: "), "no goal has been said yet."),
    h("ol.script", { "aria-label": "Dialogue" }, content.dialogue.map(turn)),
    h("div.poor", {},
      h("p.tag", {}, "The line to rewrite"),
      h("p.line", { dir: "auto" }, content.poor),
      h("p.tag", {}, "What came of it"),
      h("p.after", { dir: "auto" }, content.after)),
    content.asks.length > 0 &&
      h("details.more", {}, h("summary", {}, "What a good line does here"), h("ul", {}, content.asks.map((a) => h("li", {}, a)))),
  ];
}

function marked(feedback) {
  return h("blockquote.answer", { dir: "auto" }, feedback.segments.map((s) => {
    if (!s.labels.length) return s.text;
    const kind = s.labels.includes("keep") ? "keep" : "change";
    return h(`mark.${kind}`, {}, s.text, s.ends.length > 0 && h("sup", {}, s.ends.join(", ")));
  }));
}

function note(kind, sign, what, it) {
  return h(`div.${kind}`, {},
    h("p.tag", {}, h("span", { "aria-hidden": "true" }, sign), ` ${what}: ${it.label}`),
    h("p", {}, it.text),
    it.quotes.length > 0 && h("p.quotes", {}, it.quotes.map((q) => h("q", { dir: "auto" }, q))));
}

function verdict(l) {
  return h(l.met ? "li.met" : "li.unmet", {},
    h("p.tag", {}, h("span", { "aria-hidden": "true" }, l.met ? "✓ " : "○ "), `${l.label}: `, h("span.state", {}, l.state)),
    l.reason && h("p", {}, l.reason),
    l.quotes.length > 0 && h("p.quotes", {}, l.quotes.map((q) => h("q", { dir: "auto" }, q))),
    l.unsure && h("p.hint", {}, "I am not sure of this one."));
}

function card({ model, el }) {
  const content = () => model.get("content");
  const answer = () => model.get("answer");
  const talk = line(model);
  const { root, spoken, announce } = frame(el, "answering", `${content().heading}: ${content().title}`, content().slot);
  const graded = content().graded;

  const asked = h("div.exercise");
  const text = writing({
    model, talk, rows: 4, limit: 90, announce,
    label: "",
    hint: graded
      ? "Saved as you type. You may revise it until it is collected."
      : "Saved as you type, for you alone. Ctrl+Enter checks it.",
  });
  const result = h("div.result");
  const message = h("p.message", { hidden: true });
  const more = h("div.after-check");
  const skip = button("", () => turn("skip"), "button.quiet");
  const back = button("", () => turn("back"), "button.quiet");
  const main = graded
    ? button("Save as my answer", () => done(), "button.main")
    : button("Check", () => check(), "button.main", { title: "Ctrl+Enter" });
  const why = h("input.why", { id: unique("why"), maxlength: 500, autocomplete: "off" });
  const askNode = h("details.more");
  let busy = false;

  function say(words_) {
    message.textContent = words_;
    message.hidden = !words_;
    if (words_) announce(words_);
  }

  async function during(control, label, work) {
    if (busy) return null;
    busy = true;
    const before = control.textContent;
    control.textContent = label;
    control.setAttribute("aria-disabled", "true");
    say("");
    const reply = await work();
    busy = false;
    control.textContent = before;
    control.removeAttribute("aria-disabled");
    if (!reply) say("Python does not answer: press Start to run the notebook again. Your words stay in this browser.");
    else if (reply.problem) say(reply.problem);
    paint();
    return reply;
  }

  async function check() {
    const reply = await during(main, "Checking …", () => talk.ask(text.message("check")));
    const f = answer().feedback;
    if (reply && !reply.problem && f) announce(`Keep: ${f.keep.label}. ${f.keep.text} Change: ${f.change.label}. ${f.change.text}`);
  }

  async function done() {
    const reply = await during(main, "Saving …", () => talk.ask(text.message("done")));
    if (reply && !reply.problem) {
      say(answer().text.trim()
        ? `Saved as your answer at ${clock(answer().confirmed_at)}. It is handed in with the notebook; you may still change it.`
        : "There is nothing in the box yet.");
    }
  }

  async function turn(kind) {
    const reply = await during(kind === "skip" ? skip : back, "One moment …", async () => {
      const saved = text.dirty() ? await talk.ask(text.message("save")) : { kind: "saved" };
      if (saved?.kind !== "saved") return saved && { problem: `Your words are not saved yet, so they stay here. ${saved.problem}` };
      return talk.ask({ kind });
    });
    if (reply?.turned) {
      announce(`${content().title} is here now.`);
      root.querySelector(".cw-title")?.focus();
    }
  }

  function felt(word) {
    return button(word[0].toUpperCase() + word.slice(1), async () => {
      await talk.ask({ kind: "rate", felt: word });
      paint();
      const p = answer().proposal;
      if (p) announce(p.text);
      more.querySelector(`[data-felt="${word}"]`)?.focus();
    }, "button.choice", { "aria-pressed": String(answer().felt === word), "data-felt": word });
  }

  async function person(line_) {
    text.save();
    const reply = await talk.ask({ kind: "ask", why: line_ });
    say(!reply ? "Python does not answer: this could not be saved." : reply.problem || (line_ ? "A person will look at it." : "Taken back."));
    paint();
  }

  const paintAsk = when(() => [answer().ask_human, answer().asked_at], () => {
    const a = answer();
    const open = askNode.open;
    askNode.replaceChildren(
      h("summary", {}, a.ask_human ? "A person will look at this" : "Please have a person look"),
      a.ask_human
        ? h("div", {},
            h("p", {}, "Your line of why: ", h("q", { dir: "auto" }, a.ask_human)),
            !graded && h("p.hint", {}, `Your answer as it stood at ${clock(a.asked_at)} goes along with what you hand in; nothing else of your practice does.`),
            h("div.buttons", {},
              !graded && button("Send it as it is now", () => person(a.ask_human), "button.small"),
              button("Take it back", () => person(""), "button.small")))
        : h("div", {},
            h("p.hint", {}, graded
              ? "For an answer that is right in its own way, or whatever a rule cannot see. Your instructor reads it, whatever the rules say."
              : "Practice stays with you. If you ask, this one answer and your line go along with what you hand in."),
            h("label.label", { for: why.id }, "Why, in a line"),
            why,
            h("div.buttons", {}, button("Ask for a person", () => {
              if (why.value.trim()) person(why.value);
              else (say("Write a line of why first."), why.focus());
            }, "button.small"))),
    );
    askNode.open = open;
  });

  const paintResult = when(() => answer().feedback, () => {
    const f = answer().feedback;
    if (!f) return result.replaceChildren();
    const met = f.lines.filter((l) => l.met).length;
    result.replaceChildren(
      h("h4.subtitle", {}, "What I noticed"),
      ...plain([
        f.doubtful && h("p.hint", {}, "I am less sure than usual of this one: take it as a second opinion, or have a person look."),
        marked(f),
        note("keep", "✓", "Keep", f.keep),
        f.all_met ? note("keep", "→", "Next", f.change) : note("change", "→", "Change", f.change),
        h("details.more", {},
          h("summary", {}, `Each criterion: ${met} of ${f.lines.length}`),
          h("ul.verdicts", {}, f.lines.map(verdict)),
          h("p.hint", {}, "Rules decided this, and rules may be wrong. If you think they are, have a person look.")),
        h("div.buttons", {}, button("Try the same line again", () => text.area.focus(), "button.small")),
      ]),
    );
  });

  const paintMore = when(() => [Boolean(answer().attempts), answer().examples, answer().felt, answer().proposal], () => {
    const a = answer();
    if (graded || !a.attempts) return more.replaceChildren();
    const open = more.querySelector("details")?.open;
    more.replaceChildren(...plain([
      a.examples.length > 0 &&
        h("details.more", { open }, h("summary", {}, "How others have said it"), a.examples.map((e) =>
          h("figure.example", {}, h("blockquote.answer", { dir: "auto" }, e.text), h("figcaption", {}, h("strong", {}, `${e.voice}. `), e.why)))),
      h("fieldset.felt", {}, h("legend", {}, "How was this one? (for you alone)"),
        h("div.buttons", {}, ["too easy", "good challenge", "too hard"].map(felt))),
      a.proposal && h("p.proposal", {}, a.proposal.text + " ", a.proposal.slot &&
        button(`Go to ${a.proposal.slot.replace("-", " ")}`, () => goTo(root, a.proposal.slot) || say("It is further down; scroll on."), "button.small")),
    ]));
  });

  let shownExercise;
  function paint() {
    const c = content();
    const a = answer();
    if (shownExercise !== c.exercise) {
      shownExercise = c.exercise;
      asked.replaceChildren(...plain(exercise(c)));
      text.label.textContent = `Your line to ${c.to}`;
      root.setAttribute("aria-label", `${c.heading}: ${c.title}`);
    }
    writingPart.hidden = a.skipped;
    skipped.hidden = !a.skipped;
    skip.hidden = !c.can_skip;
    skip.textContent = c.has_alternative ? "Skip this one: show me another" : "Skip this one too";
    back.hidden = !c.can_go_back;
    back.textContent = a.skipped ? "I would like to answer it after all" : "Back to the one before";
    if (graded) main.classList.toggle("cw-confirmed", Boolean(a.confirmed_at));
    paintResult();
    paintMore();
    paintAsk();
  }

  text.area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (graded) done();
      else check();
    }
  });
  const writingPart = h("div", {}, text.label, text.node);
  const skipped = h("p.note", { hidden: true }, "You have skipped this one as well. The place stays empty and earns nothing yet: tell your instructor, who can find another way with you.");
  root.append(asked, writingPart, skipped, h("div.buttons", {}, main, skip, back), message, result, more, askNode, spoken);
  const changed = () => (text.changed(), paint());
  model.on("change:content", changed);
  model.on("change:answer", changed);
  paint();
  return () => (text.close(), talk.close(), model.off("change:content", changed), model.off("change:answer", changed));
}

// Reflection, spotting, panel ----------------------------------------------------------------------------------------

function reflection({ model, el }) {
  const talk = line(model);
  const { root, spoken, announce } = frame(el, "reflecting", "Reflection", "reflection");
  const text = writing({
    model, talk, rows: 5, announce, label: model.get("content").question,
    hint: "Saved as you type. It is handed in with your answers, and read by your instructor; it earns no points.",
  });
  root.append(h("p.eyebrow", {}, "Reflection"), text.label, text.node, spoken);
  model.on("change:answer", text.changed);
  return () => (text.close(), talk.close(), model.off("change:answer", text.changed));
}

function spotting({ model, el }) {
  const talk = line(model);
  const { root, spoken, announce } = frame(el, "spotting", "Spotting", "spotting");
  const parts = model.get("content").spots.map((spot) => {
    const group = unique("spot");
    const why = h("div.why-spot");
    const paint = () => {
      const chosen = model.get("answer").chosen[spot.id];
      for (const radio of node.querySelectorAll("input")) radio.checked = chosen?.option === Number(radio.value);
      if (!chosen) return "";
      const first = chosen.right ? "Yes." : `Not quite. It is: ${chosen.answer}.`;
      why.replaceChildren(h(chosen.right ? "p.met" : "p.unmet", {}, h("strong", {}, first), ` ${chosen.why}`));
      return `${first} ${chosen.why}`;
    };
    const choose = async (option) => {
      const reply = await talk.ask({ kind: "choose", spot: spot.id, option }, 6000);
      if (!reply) announce((why.textContent = "Not saved. Python does not answer: press Start to run the notebook again."));
      else {
        const said = paint();
        if (reply.problem) why.append(h("p.message", {}, `Not saved. ${reply.problem}`));
        announce(said);
      }
    };
    const node = h("fieldset.spot", {}, h("legend", {}, spot.ask), spot.options.map((option, i) =>
      h("label.option", {}, h("input", { type: "radio", name: group, value: i + 1, onchange: () => choose(i + 1) }), h("span", {}, option))), why);
    return { node, paint };
  });
  root.append(h("p.eyebrow", {}, "Spotting"), ...parts.map((p) => p.node), spoken);
  const paint = () => parts.forEach((p) => p.paint());
  model.on("change:answer", paint);
  paint();
  return () => (talk.close(), model.off("change:answer", paint));
}

function panel({ model, el }) {
  const talk = line(model);
  const { root, spoken, announce } = frame(el, "panel", "Hand in", "panel");
  const body = h("div.overview");
  const packed = h("div.packed");
  const message = h("p.message", { hidden: true });
  let link;

  const paint = when(() => model.get("answer"), () => {
    const c = model.get("content");
    const a = model.get("answer");
    const open = a.items.filter((i) => i.state === "empty").length;
    const sign = { answered: "✓", empty: "○", skipped: "–" };
    body.replaceChildren(...plain([
      h("p.eyebrow", {}, c.title),
      h("h3.title", { tabindex: "-1" }, open ? `${open} of ${a.items.length} still empty` : "All is answered"),
      h("ul.items", {}, a.items.map((i) => h(`li.${i.state}`, {},
        h("span", { "aria-hidden": "true" }, `${sign[i.state]} `), `${i.heading}: ${i.state} `,
        i.state === "empty" && button(`Go to ${i.heading.toLowerCase()}`, () => goTo(root, i.slot) || say("It is further up; scroll back."), "button.small")))),
      h("p", {}, `Practice: ${a.practised} of ${a.practice} tried. Practice is yours and is not handed in`,
        a.asked.length ? `, but for what you asked a person to look at (${a.asked.join(", ").toLowerCase()}).` : "."),
      h("p", {}, a.minutes_left ? `About ${a.minutes_left} of ${c.minutes} planned minutes are left, by what is still empty.` : "Nothing planned is left."),
      a.problems.map((p) => h("p.message", {}, p)),
    ]));
  });

  function say(text) {
    message.textContent = text;
    message.hidden = !text;
    if (text) announce(text);
  }

  let timer;
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => talk.ask({ kind: "look" }), 300);
  };

  const make = button("Pack one file to hand in", async () => {
    window.dispatchEvent(new CustomEvent("changework:flush")); // what is typed goes first, and is saved before packing
    say("");
    const reply = await talk.ask({ kind: "pack" });
    if (!reply) return say("Python does not answer: press Start to run the notebook again, then pack.");
    if (reply.kind !== "packed") return say(reply.problem);
    if (link) URL.revokeObjectURL(link);
    link = URL.createObjectURL(new Blob([reply.buffers[0]], { type: "application/zip" }));
    const where = reply.saved ? `Packed: ${reply.saved}` : `${reply.problem} It can still be downloaded:`;
    packed.replaceChildren(
      h("p", {}, where),
      h("p", {}, h("a.button.main", { href: link, download: reply.name }, `Download ${reply.name}`)),
      h("p.hint", {}, `It holds ${reply.holds.join(" and ")}, and nothing else. Upload this one file.`));
    announce(`${where} A link to download it is here.`);
  }, "button.main");

  root.append(body,
    h("h4.subtitle", {}, "How to hand in"),
    h("ul", {},
      h("li", {}, "On a course server with an Assignments list: open it in the menu Nbgrader, Assignment List, and press Submit."),
      h("li", {}, "On a course site (Canvas, Moodle, Blackboard): pack one file here, and upload it there.")),
    h("div.buttons", {}, make, button("Look again", look, "button.quiet")),
    message, packed, spoken);
  model.on("change:answer", paint);
  window.addEventListener("changework:saved", look);
  window.addEventListener("focus", look);
  paint();
  return () => {
    talk.close();
    clearTimeout(timer);
    model.off("change:answer", paint);
    window.removeEventListener("changework:saved", look);
    window.removeEventListener("focus", look);
    if (link) URL.revokeObjectURL(link);
  };
}

const KINDS = { card, reflection, spotting, panel };

export default {
  render(context) {
    const kind = context.model.get("kind");
    const close = KINDS[kind](context);
    // the element is put into the page after this
    setTimeout(() => {
      const notebook = context.el.closest(".jp-Notebook");
      if (kind === "panel") backToStart(context.el);
      else if (notebook && !rendered.has(notebook)) rendered.set(notebook, Date.now());
    });
    return close;
  },
};
