//! Files that are damaged, and files that are none.

use std::io::{Seek, SeekFrom, Write};

use super::process::{Demo, Server, expect};

/// Overwrites pages in the middle of a file, as a failing disk would.
fn damage(demo: &Demo) {
    let file = demo.path("finsam.db");
    let length = std::fs::metadata(&file).unwrap().len();
    let mut file = std::fs::OpenOptions::new().write(true).open(file).unwrap();
    for part in [3, 4, 5, 6, 7] {
        file.seek(SeekFrom::Start(length / 10 * part / 8_192 * 8_192)).unwrap();
        file.write_all(&[0xa5; 4_096]).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_not_served_and_is_restored() {
    let demo = Demo::new().await;
    let kopia = demo.path("kopia.db").display().to_string();
    expect(0, &[], &["sakerhetskopiera", &kopia, "--database", &demo.database()]);
    damage(&demo);
    let serve = ["serve", "--sandlada", "--database", &demo.database(), "--nyckel", &demo.key_file()];
    expect(3, &["registret är skadat", "the register is damaged", "finsam aterstall"], &serve);
    let other = demo.path("annan.db").display().to_string();
    expect(3, &["registret är skadat"], &["sakerhetskopiera", &other, "--database", &demo.database()]);
    let files = std::fs::read_dir(demo.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(files.map(|name| name.into_string().unwrap()).all(|name| !name.starts_with("annan.db")));
    expect(0, &["Det gamla heter nu"], &["aterstall", &kopia, "--ersatt", "--database", &demo.database()]);
    Server::start(&demo.database(), demo.folder.path()).await.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_database_is_not_served() {
    let demo = Demo::new().await;
    std::fs::write(demo.path("finsam.db"), "this is no database, however long it may be: ".repeat(100)).unwrap();
    let words = ["filen är ingen databas", "the file is no database", "finsam aterstall"];
    expect(3, &words, &["serve", "--sandlada", "--database", &demo.database(), "--nyckel", &demo.key_file()]);
    expect(3, &words, &["migrate", "--plan", "--database", &demo.database()]);
    expect(3, &words, &["rapport", "avslut-per-insats", "--ar", "2014", "--database", &demo.database()]);
}
