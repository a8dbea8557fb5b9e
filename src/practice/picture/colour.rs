//! Colours, and sets of them that go together.

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

pub const WHITE: Rgb = Rgb(255, 255, 255);
pub const BLACK: Rgb = Rgb(0, 0, 0);

impl Rgb {
    /// From `0xrrggbb`.
    pub const fn hex(hex: u32) -> Self {
        Self((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
    }

    /// So much of the way to another colour, 0 to 1.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let share = (share.clamp(0.0, 1.0) * 256.0) as i32;
        let part = |a: u8, b: u8| (i32::from(a) + (i32::from(b) - i32::from(a)) * share / 256) as u8;
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }

    pub fn lighter(self, share: f32) -> Self {
        self.mix(WHITE, share)
    }

    pub fn darker(self, share: f32) -> Self {
        self.mix(Self::hex(0x0a_0d_1c), share)
    }
}

/// The light of an hour: what a view outdoors is painted with.
#[derive(Clone, Copy, Debug)]
pub struct Light {
    pub zenith: Rgb,
    pub horizon: Rgb,
    pub sun: Rgb,
    pub far: Rgb,
    pub near: Rgb,
    pub night: bool,
}

const fn light(zenith: u32, horizon: u32, sun: u32, far: u32, near: u32) -> Light {
    Light {
        zenith: Rgb::hex(zenith),
        horizon: Rgb::hex(horizon),
        sun: Rgb::hex(sun),
        far: Rgb::hex(far),
        near: Rgb::hex(near),
        night: false,
    }
}

const fn night(zenith: u32, horizon: u32, sun: u32, far: u32, near: u32) -> Light {
    Light { night: true, ..light(zenith, horizon, sun, far, near) }
}

pub const LIGHTS: [Light; 12] = [
    light(0x8f_b4_dd, 0xfb_d8_bd, 0xff_f3_d8, 0xa5_ad_cd, 0x2f_41_60),
    light(0x4f_97_d7, 0xd9_ee_f8, 0xff_fb_e6, 0x9d_c2_d4, 0x2f_6b_4a),
    light(0xee_9a_6a, 0xfd_e3_a2, 0xff_f8_d0, 0xd9_a0_86, 0x5c_35_3e),
    light(0x35_36_6e, 0xf0_93_7f, 0xff_dd_ae, 0x75_60_90, 0x20_1d_3f),
    night(0x0b_14_36, 0x2d_4d_7e, 0xf6_f2_de, 0x29_40_68, 0x0a_13_25),
    light(0xc3_d2_d6, 0xf2_f1_ea, 0xff_ff_ff, 0xae_bf_c1, 0x49_63_63),
    light(0x9a_c4_d2, 0xf6_e8_c8, 0xff_f6_dc, 0xcf_a9_7f, 0x74_37_1c),
    light(0x1f_75_80, 0xf7_dd_b5, 0xff_f1_cf, 0x5a_a3_9d, 0x10_36_3b),
    light(0x6d_9f_e8, 0xf7_e9_f1, 0xff_f9_ec, 0xb6_b4_e0, 0x4a_4f_93),
    night(0x1a_10_3a, 0x76_3f_7c, 0xfd_e9_d4, 0x4a_2f_66, 0x14_0c_28),
    light(0x73_b6_b0, 0xf5_f0_d0, 0xff_fc_e4, 0x9c_c6_a4, 0x24_55_3c),
    light(0xf0_a7_a0, 0xff_ec_d4, 0xff_fa_ea, 0xe0_b0_ae, 0x8a_45_55),
];

/// A poster's colours: the ground first.
pub const POSTERS: [[Rgb; 5]; 10] = [
    [
        Rgb::hex(0xf4_ec_dd),
        Rgb::hex(0xe0_4f_39),
        Rgb::hex(0x1f_3a_5f),
        Rgb::hex(0xf2_b1_34),
        Rgb::hex(0x2b_2b_2b),
    ],
    [
        Rgb::hex(0x12_2b_3a),
        Rgb::hex(0xf2_a5_41),
        Rgb::hex(0xe8_5d_4a),
        Rgb::hex(0x3c_8d_93),
        Rgb::hex(0xf5_ee_dc),
    ],
    [
        Rgb::hex(0xfd_f3_f0),
        Rgb::hex(0xf2_8a_80),
        Rgb::hex(0x6a_4c_93),
        Rgb::hex(0xff_ca_8a),
        Rgb::hex(0x2d_21_49),
    ],
    [
        Rgb::hex(0xe6_f0_e9),
        Rgb::hex(0x2f_7d_5b),
        Rgb::hex(0xa7_d0_a8),
        Rgb::hex(0xf0_c3_4e),
        Rgb::hex(0x17_3b_33),
    ],
    [
        Rgb::hex(0xec_ef_f7),
        Rgb::hex(0x38_57_c9),
        Rgb::hex(0x8f_b0_f5),
        Rgb::hex(0xf9_6e_5b),
        Rgb::hex(0x17_1e_45),
    ],
    [
        Rgb::hex(0xf7_e8_d0),
        Rgb::hex(0xc8_4b_31),
        Rgb::hex(0x34_65_6d),
        Rgb::hex(0xe3_a8_57),
        Rgb::hex(0x3a_24_1d),
    ],
    [
        Rgb::hex(0x22_1d_3a),
        Rgb::hex(0xe9_5d_8f),
        Rgb::hex(0x53_51_c9),
        Rgb::hex(0xf7_c8_6a),
        Rgb::hex(0xe9_e6_f7),
    ],
    [
        Rgb::hex(0xdd_ee_f2),
        Rgb::hex(0x1d_7f_a6),
        Rgb::hex(0xf7_8f_5d),
        Rgb::hex(0x8c_d0_d3),
        Rgb::hex(0x0f_36_4a),
    ],
    [
        Rgb::hex(0xf9_d6_5c),
        Rgb::hex(0x24_2a_38),
        Rgb::hex(0xe8_53_3f),
        Rgb::hex(0xff_f7_de),
        Rgb::hex(0x2d_7d_8a),
    ],
    [
        Rgb::hex(0xef_e9_e4),
        Rgb::hex(0x8c_6a_5d),
        Rgb::hex(0xc9_a9_92),
        Rgb::hex(0x5f_7a_76),
        Rgb::hex(0x30_2c_2b),
    ],
];

/// What goods are made in, by the word in their names.
pub const DYES: [(&str, Rgb); 12] = [
    ("red", Rgb::hex(0xd2_3f_3a)),
    ("moss", Rgb::hex(0x7a_8b_45)),
    ("ocean", Rgb::hex(0x2a_6f_97)),
    ("sand", Rgb::hex(0xd8_bd_94)),
    ("charcoal", Rgb::hex(0x3b_3f_46)),
    ("rust", Rgb(184, 90, 50)),
    ("sky", Rgb::hex(0x7f_b7_dd)),
    ("mustard", Rgb::hex(0xe0_a8_2e)),
    ("berry", Rgb::hex(0x8e_32_5e)),
    ("forest", Rgb::hex(0x2f_5d_46)),
    ("ivory", Rgb::hex(0xef_e6_d2)),
    ("slate", Rgb::hex(0x5d_6f_80)),
];

/// Soft walls for goods to stand in front of.
pub const BACKDROPS: [Rgb; 12] = [
    Rgb::hex(0xe9_e4_dc),
    Rgb::hex(0xd9_e4_e6),
    Rgb::hex(0xf2_dc_d3),
    Rgb::hex(0xdf_e6_d6),
    Rgb::hex(0xe6_de_ee),
    Rgb::hex(0xf4_e6_c4),
    Rgb::hex(0xc9_d9_d3),
    Rgb::hex(0xee_ee_f0),
    Rgb::hex(0xf6_cf_b7),
    Rgb::hex(0xbf_d4_e6),
    Rgb::hex(0xd6_c9_bd),
    Rgb::hex(0xf3_e9_ec),
];
