//! Whether the access log stands as it was written.

pub(crate) mod avkoda;

use std::collections::BTreeMap;

use crate::kedja::{Arende, Huvud, Innehall};
use crate::rum::{Loggande, Loggarende, Logghuvud, Loggkedja, Loggled, Loggrad, Loggsegment};
use crate::{ReadSession, StoreError};

/// So many links are read together, and as many more lines as the last of them has.
const LANKAR: u32 = 1_000;
const RADER: i64 = 20_000;

/// What was found wrong with the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loggfel {
    /// The beginning of a segment is not as it was written, or the segment before it does not come to what it went on
    /// from.
    Segment {
        /// The segment.
        segment: i64,
    },
    /// A unit of work is not as it was written: it, or one of its lines, was altered, removed or put in.
    Led {
        /// The segment.
        segment: i64,
        /// The place in it.
        led: i64,
        /// The numbers of its first and last line, as it says itself; none where the link itself is missing.
        rader: Option<(i64, i64)>,
    },
    /// Something that stood there once, by a checkpoint, is missing or is another.
    Kontrollpunkt {
        /// The segment.
        segment: i64,
        /// The place in it.
        led: i64,
    },
    /// So many lines and units of work stand outside the chain.
    Utanfor {
        /// Lines.
        rader: i64,
        /// Units of work.
        arenden: i64,
    },
    /// A value is not what it should be.
    Oavkodbar {
        /// Where: table, column and row.
        var: String,
    },
}

/// What looking through the access log came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loggkontroll {
    /// How many segments, links and lines were looked through.
    pub segment: u64,
    /// Links: units of work.
    pub led: u64,
    /// Lines.
    pub rader: u64,
    /// How many lines were written before the log was chained: of those nothing is known.
    pub fore: u64,
    /// What segments were pruned to.
    pub huvuden: Vec<Logghuvud>,
    /// What was found wrong; of each segment only the first.
    pub fel: Vec<Loggfel>,
}

/// Looks through the whole access log. `punkter` is what stood there at some time: what segments had come to.
///
/// # Errors
/// [`StoreError`] when the database does not answer. What does not decode is a fault of the log.
pub async fn verify(session: &mut dyn ReadSession, punkter: &[Loggande]) -> Result<Loggkontroll, StoreError> {
    let mut kontroll = Loggkontroll::default();
    match look_through(session, punkter, &mut kontroll).await {
        Err(fel @ StoreError::Decode { .. }) => {
            kontroll.fel.push(Loggfel::Oavkodbar { var: fel.to_string() });
            Ok(kontroll)
        }
        other => other.map(|()| kontroll),
    }
}

/// What is known to have stood somewhere: the hashes of links, by segment and place.
type Kant = BTreeMap<(i64, i64), Vec<[u8; 32]>>;

async fn look_through(
    session: &mut dyn ReadSession,
    punkter: &[Loggande],
    kontroll: &mut Loggkontroll,
) -> Result<(), StoreError> {
    let kedja = session.logg().chain().await?;
    kontroll.fore = kedja.fore;
    kontroll.huvuden.clone_from(&kedja.huvuden);
    let mut kant = Kant::new();
    for punkt in punkter {
        kant.entry((punkt.segment, punkt.led)).or_default().push(punkt.hash);
    }
    let begun = beginnings(&kedja, kontroll);
    for segment in &kedja.segment {
        if segment.forra.segment > 0 && segment.forra.led > 0 {
            kant.entry((segment.forra.segment, segment.forra.led)).or_default().push(segment.forra.hash);
        }
    }
    for segment in begun {
        kontroll.segment += 1;
        let mut gang = Gang { huvud: segment, fel: None, kant: &mut kant, first: segment.led };
        gang.pruned();
        gang.walk(session, kontroll).await?;
        kontroll.fel.extend(gang.fel);
    }
    // What is left was not met: neither was it pruned.
    let missing = kant.into_iter().filter(|(_, hashes)| !hashes.is_empty());
    kontroll.fel.extend(missing.map(|((segment, led), _)| Loggfel::Kontrollpunkt { segment, led }));
    let outside =
        |there: u64, linked: u64| i64::try_from(there).unwrap_or(i64::MAX) - i64::try_from(linked).unwrap_or(0);
    let (rader, arenden) = (outside(kedja.rader, kontroll.rader), outside(kedja.arenden, kontroll.led));
    if rader != 0 || arenden != 0 {
        kontroll.fel.push(Loggfel::Utanfor { rader, arenden });
    }
    Ok(())
}

/// Where the walk through each segment begins: at its beginning, or at what it was pruned to.
fn beginnings(kedja: &Loggkedja, kontroll: &mut Loggkontroll) -> Vec<Huvud> {
    let mut found = Vec::new();
    let mut before = 0;
    for segment in &kedja.segment {
        let begun = begun(segment, kedja);
        // They are numbered one after another.
        if begun.hash != segment.hash || segment.nummer != before + 1 || segment.forra.segment != before {
            kontroll.fel.push(Loggfel::Segment { segment: segment.nummer });
        }
        before = segment.nummer;
        let pruned = kedja.huvuden.iter().rfind(|huvud| huvud.ande.segment == segment.nummer);
        found.push(pruned.map_or(begun, |huvud| {
            let Loggande { segment, led, hash } = huvud.ande;
            Huvud { segment, led, hash }
        }));
    }
    for huvud in &kedja.huvuden {
        if !kedja.segment.iter().any(|segment| segment.nummer == huvud.ande.segment) {
            kontroll.fel.push(Loggfel::Segment { segment: huvud.ande.segment });
        }
    }
    found
}

fn begun(segment: &Loggsegment, kedja: &Loggkedja) -> Huvud {
    Huvud::new(segment.nummer, segment.tid, &segment.anrop, segment.forra, kedja.start)
}

/// A walk through a segment.
struct Gang<'a> {
    /// How far it has come.
    huvud: Huvud,
    /// The first thing that was wrong.
    fel: Option<Loggfel>,
    kant: &'a mut Kant,
    /// What it was pruned to, or 0.
    first: i64,
}

impl Gang<'_> {
    /// What has been pruned is not looked for; the last of it is still known.
    fn pruned(&mut self) {
        let (segment, first) = (self.huvud.segment, self.first);
        self.kant.retain(|&(of, led), _| of != segment || led >= first);
        if first > 0 {
            self.meet(first, self.huvud.hash);
        }
    }

    async fn walk(&mut self, session: &mut dyn ReadSession, kontroll: &mut Loggkontroll) -> Result<(), StoreError> {
        let segment = self.huvud.segment;
        loop {
            let mut links = session.logg().links(segment, self.huvud.led, LANKAR).await?;
            if links.is_empty() {
                return Ok(());
            }
            // So many that their lines are not too many; one in any case.
            let sums = links.iter().scan(0_i64, |sum, led| {
                *sum = sum.saturating_add(led.antal);
                Some(*sum)
            });
            let fit = sums.take_while(|sum| *sum <= RADER).count().max(1);
            links.truncate(fit);
            let (Some(first), Some(last)) = (links.first(), links.last()) else { return Ok(()) };
            let lines = session.logg().link_lines(segment, first.nummer, last.nummer).await?;
            let mut rest = lines.as_slice();
            for led in &links {
                let (own, after) = rest.split_at(rest.partition_point(|line| line.led <= led.nummer));
                rest = after;
                kontroll.led += 1;
                kontroll.rader += own.len() as u64;
                self.step(led, own);
            }
        }
    }

    fn step(&mut self, led: &Loggled, lines: &[Loggrad]) {
        let segment = self.huvud.segment;
        if led.nummer != self.huvud.led + 1 {
            self.wrong(Loggfel::Led { segment, led: self.huvud.led + 1, rader: None });
        }
        if !holds(self.huvud, led, lines) {
            self.wrong(Loggfel::Led { segment, led: led.nummer, rader: Some((led.fran, led.till)) });
        }
        self.huvud = Huvud { segment, led: led.nummer, hash: led.hash };
        self.meet(led.nummer, led.hash);
    }

    fn wrong(&mut self, fel: Loggfel) {
        self.fel.get_or_insert(fel);
    }

    /// A link is there; if it is known that it was another once, that is left.
    fn meet(&mut self, led: i64, hash: [u8; 32]) {
        if let Some(hashes) = self.kant.get_mut(&(self.huvud.segment, led)) {
            hashes.retain(|known| *known != hash);
        }
    }
}

/// Whether a link is what goes on from the one before it, with these lines.
fn holds(before: Huvud, led: &Loggled, lines: &[Loggrad]) -> bool {
    let Some(vem) = &led.vem else { return false };
    let numbers = || lines.iter().map(|line| line.nummer);
    let told = (Some(led.fran), Some(led.till), usize::try_from(led.antal));
    if told != (numbers().next(), numbers().next_back(), Ok(lines.len())) {
        return false;
    }
    let mut innehall = Innehall::new(kept(vem));
    for line in lines {
        innehall.line(line.resurs, line.id.as_deref(), line.antal);
    }
    before.next(led.arende, innehall.digest(), numbers()).hash == led.hash
}

fn kept(vem: &Loggarende) -> Arende<'_> {
    let [who, roll, handling, anrop] = &vem.texter;
    Arende {
        tid: vem.tid,
        vem: who,
        roll,
        handling,
        anrop,
        varfor: vem.varfor.as_deref(),
        varifran: vem.varifran.as_deref(),
    }
}
